import AuthContract
import Foundation
import HTTP
import IdentityContract
import MFAContract
import Markup
import Messaging
import QRCode
import ServiceRuntime

/// The modal **Set Up Multi-Factor Authentication**, and the wizard of the authenticator app.
enum EnrolmentRoutes {
    /// The modal, where a factor is due; a person who just wants another goes to the wizard.
    static func showModal(_ visit: Visit) async throws -> HTTPResponse {
        let then = visit.then
        let query = visit.request.query
        let session = try await visit.anySession(then: then)
        let requirement = Requirement(strength: query["strength"], age: query["age"]) ?? Requirement(strength: .mfa)
        let question = FindDue(requirement: session.isPending ? .none : requirement)
        switch try await visit.ask(question, of: visit.gateway.neighbours.mfa, as: session, then: then) {
        case .reply(.enrolment(let methods, let postponableUntil)):
            return visit.show(
                SetUpFactorPage(
                    portal: visit.portal,
                    setting: await visit.setting(session),
                    token: visit.formToken(in: session),
                    methods: methods,
                    postponableUntil: session.isPending ? postponableUntil : nil,
                    then: then.said
                )
            )
        case .reply(.challenge):
            return visit.redirect(to: Detour.stepUp(requirement, then: then).path)
        case .reply(.nothing):
            return visit.redirect(to: then.carried(by: "/verify"))
        case .reply(.password):
            return visit.redirect(to: then.carried(by: "/enrol/app"))
        case .fault(let fault):
            return await visit.problem(fault, wayOn: visit.here.path)
        }
    }

    static func postpone(_ visit: Visit, _ form: CheckedForm) async throws -> HTTPResponse {
        let then = form.then
        let session = try await visit.anySession(then: then)
        guard session.isPending else { return visit.redirect(to: then.path) }
        switch try await visit.ask(PostponeEnrolment(), of: visit.gateway.neighbours.mfa, as: session, then: then) {
        case .reply(let postponed):
            return try await goOn(visit, with: postponed.proof, in: session, then: then, to: then.path)
        case .refusal(.notPostponable):
            return visit.redirect(to: then.carried(by: "/enrol"))
        case .fault(let fault):
            return await visit.problem(fault, wayOn: then.carried(by: "/enrol"))
        }
    }

    // MARK: The authenticator app

    static func showDownload(_ visit: Visit) async throws -> HTTPResponse {
        let then = visit.then
        let session = try await visit.anySession(then: then)
        // Asked for before the wizard begins, since mfa would ask for it in its middle.
        guard session.isPending || session.meets(session.sensitiveRequirement, at: visit.gateway.clock.now) else {
            throw Detour.stepUp(session.sensitiveRequirement, then: visit.here)
        }
        return await downloadPage(visit, session, then: then, .ok)
    }

    static func beginApp(_ visit: Visit, _ form: CheckedForm) async throws -> HTTPResponse {
        let then = form.then
        let session = try await visit.anySession(then: then)
        let question = BeginAppEnrolment(label: session.summary.email)
        let back = WayOn(then.carried(by: "/enrol/app"))
        switch try await visit.ask(question, of: visit.gateway.neighbours.mfa, as: session, then: back) {
        case .reply(let begun):
            return visit.redirect(to: then.carried(by: "/enrol/app/key", ["enrolment": "\(begun.enrolment)"]))
        case .refusal(.alreadyEnrolled):
            return visit.redirect(to: then.carried(by: "/verify"))
        case .refusal(let refusal):
            let notice = Notice.bad(visit.words.sentence(for: refusal))
            return await downloadPage(visit, session, then: then, refusal.status, notice: notice)
        case .fault(let fault):
            return await downloadPage(visit, session, then: then, .serviceUnavailable, notice: visit.notice(fault))
                .unavailable
        }
    }

    static func showKey(_ visit: Visit) async throws -> HTTPResponse {
        let then = visit.then
        let session = try await visit.anySession(then: visit.here)
        guard let enrolment = visit.request.query["enrolment"].flatMap({ FactorID($0) }) else {
            return visit.redirect(to: then.carried(by: "/enrol/app"))
        }
        let question = ShowAppEnrolment(enrolment: enrolment)
        switch try await visit.ask(question, of: visit.gateway.neighbours.mfa, as: session, then: visit.here) {
        case .reply(let shown):
            return visit.show(
                AddAccountPage(
                    portal: visit.portal,
                    setting: await visit.setting(session),
                    enrolment: enrolment,
                    key: shown.key.expose(),
                    picture: try QRPicture(of: shown.provisioningURI.expose()),
                    then: then.said
                )
            )
        case .refusal(.enrolmentGone):
            return visit.redirect(to: then.carried(by: "/enrol/app"))
        case .fault(let fault):
            return await visit.problem(fault, wayOn: visit.here.path)
        }
    }

    static func showCode(_ visit: Visit) async throws -> HTTPResponse {
        let then = visit.then
        let session = try await visit.anySession(then: visit.here)
        guard let enrolment = visit.request.query["enrolment"].flatMap({ FactorID($0) }) else {
            return visit.redirect(to: then.carried(by: "/enrol/app"))
        }
        return await codePage(visit, session, enrolment, then: then, .ok)
    }

    static func confirmApp(_ visit: Visit, _ form: CheckedForm) async throws -> HTTPResponse {
        let then = form.then
        let session = try await visit.anySession(then: then)
        guard let enrolment = FactorID(form["enrolment"]) else {
            return visit.redirect(to: then.carried(by: "/enrol/app"))
        }
        let words = visit.words
        let name = form["name"]
        func again(
            _ status: HTTPStatus,
            code: String? = nil,
            name nameProblem: String? = nil,
            notice: Notice? = nil
        ) async -> HTTPResponse {
            await codePage(
                visit,
                session,
                enrolment,
                then: then,
                status,
                name: name,
                codeProblem: code,
                nameProblem: nameProblem,
                notice: notice
            )
        }

        guard let code = TypedText.code(form["code"]) else { return await again(.unprocessable, code: words.wrongCode) }
        guard name.utf8.count <= TypedText.longestValue else {
            return await again(.unprocessable, name: words.factorNameNotAcceptable)
        }
        let question = ConfirmAppEnrolment(enrolment: enrolment, code: Secret(code), name: name)
        switch try await visit.ask(question, of: visit.gateway.neighbours.mfa, as: session, then: then) {
        case .reply(let confirmed):
            let done = then.carried(by: "/enrol/app/done")
            return try await goOn(visit, with: confirmed.proof, in: session, then: then, to: done)
        case .refusal(let refusal):
            let sentence = words.sentence(for: refusal)
            switch refusal {
            case .wrongCode, .tooManyTries:
                return await again(refusal.status, code: sentence).retrying(after: refusal.wait)
            case .nameNotAcceptable:
                return await again(refusal.status, name: sentence)
            case .enrolmentGone:
                return await downloadPage(visit, session, then: then, refusal.status, notice: .plain(sentence))
            }
        case .fault(let fault):
            return await again(.serviceUnavailable, notice: visit.notice(fault)).unavailable
        }
    }

    static func showDone(_ visit: Visit) async throws -> HTTPResponse {
        let session = try await visit.fullSession(then: visit.then)
        return visit.show(
            EnrolledPage(
                portal: visit.portal,
                setting: await visit.setting(session),
                next: WebAddress(visit.then.path) ?? "/applications"
            )
        )
    }

    // MARK: Onwards

    private static func goOn(
        _ visit: Visit,
        with proof: SignedProof,
        in session: LiveSession,
        then: WayOn,
        to path: String
    ) async throws -> HTTPResponse {
        // What was done at mfa holds; where auth could not be told, the way on asks what is still due.
        let wayOn = then.carried(by: session.isPending ? "/verify" : "/security")
        switch try await visit.use(proof, in: session, then: then) {
        case .accepted: return visit.redirect(to: path)
        case .refused(_, let status): return await visit.problem(.unavailable, wayOn: wayOn).with(status)
        case .fault(let fault): return await visit.problem(fault, wayOn: wayOn)
        }
    }

    private static func downloadPage(
        _ visit: Visit,
        _ session: LiveSession,
        then: WayOn,
        _ status: HTTPStatus,
        notice: Notice? = nil
    ) async -> HTTPResponse {
        visit.show(
            DownloadAppPage(
                portal: visit.portal,
                setting: await visit.setting(session),
                token: visit.formToken(in: session),
                then: then.said,
                notice: notice
            ),
            status
        )
    }

    private static func codePage(
        _ visit: Visit,
        _ session: LiveSession,
        _ enrolment: FactorID,
        then: WayOn,
        _ status: HTTPStatus,
        name: String? = nil,
        codeProblem: String? = nil,
        nameProblem: String? = nil,
        notice: Notice? = nil
    ) async -> HTTPResponse {
        visit.show(
            VerifyAccountPage(
                portal: visit.portal,
                setting: await visit.setting(session),
                token: visit.formToken(in: session),
                enrolment: enrolment,
                name: name,
                then: then.said,
                codeProblem: codeProblem,
                nameProblem: nameProblem,
                notice: notice
            ),
            status
        )
    }
}
