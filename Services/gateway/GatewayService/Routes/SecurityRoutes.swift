import AuthContract
import HTTP
import IdentityContract
import MFAContract
import Messaging
import ServiceRuntime

/// **Security**: the password and the second factors.
enum SecurityRoutes {
    private static let security = WayOn("/security")
    private static let password = WayOn("/security/password")

    /// What has just been done, which the page says above the rest.
    private enum Done: String {
        case passwordChanged = "password"
        case factorRemoved = "removed"
        case factorGone = "gone"

        var path: String { "\(security.path)?done=\(rawValue)" }

        func notice(in words: Words) -> Notice {
            switch self {
            case .passwordChanged: .good(words.security.passwordChanged)
            case .factorRemoved: .good(words.security.factorRemoved)
            case .factorGone: .plain(words.refusals.noSuchFactor)
            }
        }
    }

    static func show(_ visit: Visit) async throws -> HTTPResponse {
        let session = try await visit.fullSession(then: security)
        let done = visit.request.query["done"].flatMap(Done.init)
        return try await page(visit, session, notice: done?.notice(in: visit.portal.words))
    }

    static func removeFactor(_ visit: Visit, _ form: CheckedForm) async throws -> HTTPResponse {
        let factor = try visit.request.parameter("id", FactorID.init)
        let session = try await visit.fullSession(then: security)
        let question = RemoveFactor(factor: factor)
        switch try await visit.ask(question, of: visit.gateway.neighbours.mfa, as: session, then: security) {
        case .reply:
            return visit.redirect(to: Done.factorRemoved.path)
        case .refusal(.noSuchFactor):
            return visit.redirect(to: Done.factorGone.path)
        case .fault(let fault):
            return await visit.problem(fault, wayOn: security.path)
        }
    }

    // MARK: The password

    static func showPassword(_ visit: Visit) async throws -> HTTPResponse {
        let session = try await visit.fullSession(then: password)
        // Asked for before anything is typed, since passwords are never put back into a form.
        guard session.meets(session.sensitiveRequirement, at: visit.gateway.clock.now) else {
            throw Detour.stepUp(session.sensitiveRequirement, then: password)
        }
        return await passwordPage(visit, session, .ok)
    }

    static func changePassword(_ visit: Visit, _ form: CheckedForm) async throws -> HTTPResponse {
        let gateway = visit.gateway
        let session = try await visit.fullSession(then: password)
        let (current, new) = (form["current"], form["new"])
        guard TypedText.mayBePassword(current) else {
            return await passwordPage(visit, session, .unprocessable, currentProblem: visit.words.wrongPassword)
        }
        guard new == form["again"] else {
            return await passwordPage(visit, session, .unprocessable, areDifferent: true)
        }
        guard !new.isEmpty else { return await passwordPage(visit, session, .unprocessable, broken: [.longEnough]) }
        guard TypedText.mayBePassword(new) else {
            return await passwordPage(visit, session, .unprocessable, broken: [.notTooLong])
        }
        let asked = gateway.clock.now
        let question = ChangePassword(current: Secret(current), new: Secret(new))
        let answer = try await visit.ask(
            question,
            of: gateway.neighbours.auth,
            as: session,
            then: password,
            within: Visit.hashingPatience
        )
        switch answer {
        case .reply(let opened):
            _ = try visit.adopt(opened, askedAt: asked)
            return visit.redirect(to: Done.passwordChanged.path)
        case .refusal(.notAcceptable(let broken)):
            return await passwordPage(visit, session, .unprocessable, broken: broken)
        case .refusal(let refusal):
            let problem = visit.words.sentence(for: refusal)
            return await passwordPage(visit, session, refusal.status, currentProblem: problem)
        case .fault(let fault):
            return await passwordPage(visit, session, .serviceUnavailable, notice: visit.notice(fault)).unavailable
        }
    }

    // MARK: Pages

    private static func page(
        _ visit: Visit,
        _ session: LiveSession,
        notice: Notice?
    ) async throws -> HTTPResponse {
        let neighbours = visit.gateway.neighbours
        // Side by side; each part of the page does without the other.
        async let account = visit.ask(ShowAccount(), of: neighbours.auth, as: session, then: security)
        async let factors = visit.ask(ListFactors(), of: neighbours.mfa, as: session, then: security)
        return visit.show(
            SecurityPage(
                portal: visit.portal,
                visitor: await visit.visitor(session),
                token: visit.formToken(in: session),
                passwordChangedAt: try await account.reply?.passwordChangedAt,
                factors: try await factors.reply,
                now: visit.gateway.clock.now,
                notice: notice
            )
        )
    }

    private static func passwordPage(
        _ visit: Visit,
        _ session: LiveSession,
        _ status: HTTPStatus,
        currentProblem: String? = nil,
        broken: [PasswordRule] = [],
        areDifferent: Bool = false,
        notice: Notice? = nil
    ) async -> HTTPResponse {
        visit.show(
            ChangePasswordPage(
                portal: visit.portal,
                visitor: await visit.visitor(session),
                token: visit.formToken(in: session),
                names: await names(visit, session),
                currentProblem: currentProblem,
                broken: broken,
                areDifferent: areDifferent,
                notice: notice
            ),
            status
        )
    }

    /// What the new password may not contain, for the page to tick; auth decides.
    private static func names(_ visit: Visit, _ session: LiveSession) async -> [String] {
        let mailbox = String(session.summary.email.prefix { $0 != "@" })
        let auth = visit.gateway.neighbours.auth
        let account = (try? await visit.ask(ShowAccount(), of: auth, as: session, then: password))?.reply
        return [account?.username, mailbox].compactMap(\.self)
    }
}
