import AuthContract
import Foundation
import HTTP
import IdentityContract
import MFAContract
import Messaging
import ServiceRuntime

/// **Verify Your Identity**: what is due of a sign-in, and the step-up of a session.
enum VerificationRoutes {
    /// The methods that have a page.
    private static let offered: Set<Method> = [.oneTimeCode]

    static func show(_ visit: Visit) async throws -> HTTPResponse {
        let then = visit.then
        let session = try await visit.anySession(then: then)
        guard !session.isPending else { return try await leadOn(visit, session, then: then, choosesHere: true) }

        let query = visit.request.query
        let requirement = Requirement(strength: query["strength"], age: query["age"]) ?? session.sensitiveRequirement
        let question = FindDue(requirement: requirement)
        switch try await visit.ask(question, of: visit.gateway.neighbours.mfa, as: session, then: then) {
        case .reply(.challenge(let methods)):
            return await choose(visit, session, among: methods, then: then)
        case .reply(.enrolment):
            return visit.redirect(to: then.carried(by: "/enrol", requirement.parameters))
        case .reply(.password):
            return visit.redirect(to: then.carried(by: "/confirm"))
        case .reply(.nothing):
            // A session that is full has nothing to be let off.
            throw Fault(.failed)
        case .fault(let fault):
            return await visit.problem(fault, wayOn: visit.here.path)
        }
    }

    /// Asks what is due of a pending session and leads there: to a challenge, to an enrolment, or in.
    ///
    /// With `choosesHere` this answer may be the page that offers the methods.
    static func leadOn(
        _ visit: Visit,
        _ session: LiveSession,
        then: WayOn,
        choosesHere: Bool = false
    ) async throws -> HTTPResponse {
        switch try await visit.ask(FindDue(), of: visit.gateway.neighbours.mfa, as: session, then: then) {
        case .reply(.nothing(let proof)):
            switch try await visit.use(proof, in: session, then: then) {
            case .accepted: return visit.redirect(to: then.path)
            case .refused(_, let status):
                return await visit.problem(.unavailable, wayOn: then.carried(by: "/verify")).with(status)
            case .fault(let fault): return await visit.problem(fault, wayOn: then.carried(by: "/verify"))
            }
        case .reply(.challenge(let methods)):
            guard choosesHere || methods.filter(offered.contains) == [.oneTimeCode] else {
                return visit.redirect(to: then.carried(by: "/verify"))
            }
            return await choose(visit, session, among: methods, then: then)
        case .reply(.enrolment):
            return visit.redirect(to: then.carried(by: "/enrol"))
        case .reply(.password):
            // The password is what this session has already given.
            throw Fault(.failed)
        case .fault(let fault):
            // The password was right and stays so: the way on asks mfa again.
            return await visit.problem(fault, wayOn: then.carried(by: "/verify"))
        }
    }

    static func showCode(_ visit: Visit) async throws -> HTTPResponse {
        let session = try await visit.anySession(then: visit.then)
        return await codePage(visit, session, then: visit.then, .ok)
    }

    static func checkCode(_ visit: Visit, _ form: CheckedForm) async throws -> HTTPResponse {
        let then = form.then
        let session = try await visit.anySession(then: then)
        guard let code = TypedText.code(form["code"]) else {
            return await codePage(visit, session, then: then, .unprocessable, problem: visit.words.wrongCode)
        }
        let question = CheckCode(code: Secret(code))
        switch try await visit.ask(question, of: visit.gateway.neighbours.mfa, as: session, then: then) {
        case .reply(let passed):
            switch try await visit.use(passed.proof, in: session, then: then) {
            case .accepted: return visit.redirect(to: then.path)
            case .refused(let sentence, let status):
                return await codePage(visit, session, then: then, status, problem: sentence)
            case .fault(let fault):
                return await codePage(visit, session, then: then, .serviceUnavailable, notice: visit.notice(fault))
                    .unavailable
            }
        case .refusal(.notEnrolled):
            return visit.redirect(to: then.carried(by: "/verify"))
        case .refusal(let refusal):
            let problem = visit.words.sentence(for: refusal)
            return await codePage(visit, session, then: then, refusal.status, problem: problem)
                .retrying(after: refusal.wait)
        case .fault(let fault):
            return await codePage(visit, session, then: then, .serviceUnavailable, notice: visit.notice(fault))
                .unavailable
        }
    }

    static func showConfirm(_ visit: Visit) async throws -> HTTPResponse {
        let session = try await visit.fullSession(then: visit.then)
        return await confirmPage(visit, session, then: visit.then, .ok)
    }

    static func confirm(_ visit: Visit, _ form: CheckedForm) async throws -> HTTPResponse {
        let then = form.then
        let gateway = visit.gateway
        let session = try await visit.fullSession(then: then)
        let password = form["password"]
        guard TypedText.mayBePassword(password) else {
            return await confirmPage(visit, session, then: then, .unprocessable, problem: visit.words.wrongPassword)
        }
        let asked = gateway.clock.now
        let question = ConfirmPassword(password: Secret(password))
        let answer = try await visit.ask(
            question,
            of: gateway.neighbours.auth,
            as: session,
            then: then,
            within: Visit.hashingPatience
        )
        switch answer {
        case .reply(let raised):
            _ = try visit.adopt(raised, askedAt: asked)
            return visit.redirect(to: then.path)
        case .refusal(let refusal):
            let problem = visit.words.sentence(for: refusal)
            return await confirmPage(visit, session, then: then, refusal.status, problem: problem)
        case .fault(let fault):
            return await confirmPage(visit, session, then: then, .serviceUnavailable, notice: visit.notice(fault))
                .unavailable
        }
    }

    // MARK: Pages

    /// Straight to the only method that has a page, or a choice of them.
    private static func choose(
        _ visit: Visit,
        _ session: LiveSession,
        among methods: [Method],
        then: WayOn
    ) async -> HTTPResponse {
        if methods.filter(offered.contains) == [.oneTimeCode] {
            return visit.redirect(to: then.carried(by: "/verify/code"))
        }
        return visit.show(
            VerifyPage(
                portal: visit.portal,
                setting: await visit.setting(session),
                methods: methods,
                then: then.said
            )
        )
    }

    private static func codePage(
        _ visit: Visit,
        _ session: LiveSession,
        then: WayOn,
        _ status: HTTPStatus,
        problem: String? = nil,
        notice: Notice? = nil
    ) async -> HTTPResponse {
        visit.show(
            CodePage(
                portal: visit.portal,
                setting: await visit.setting(session),
                token: visit.formToken(in: session),
                then: then.said,
                problem: problem,
                notice: notice
            ),
            status
        )
    }

    private static func confirmPage(
        _ visit: Visit,
        _ session: LiveSession,
        then: WayOn,
        _ status: HTTPStatus,
        problem: String? = nil,
        notice: Notice? = nil
    ) async -> HTTPResponse {
        visit.show(
            ConfirmPage(
                portal: visit.portal,
                visitor: await visit.visitor(session),
                token: visit.formToken(in: session),
                then: then.said,
                problem: problem,
                notice: notice
            ),
            status
        )
    }
}
