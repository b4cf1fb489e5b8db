import AuthContract
import Cryptography
import HTTP
import Messaging
import ServiceRuntime

/// The link for a portal's first administrator, and the account that is made there.
enum FirstAdministratorRoutes {
    private static let page = "/first-administrator"

    /// Takes the secret out of the address, where it would stay in the history and be sent along: it goes into a cookie.
    ///
    /// Opening a link changes nothing else, so that a program that looks at links beforehand does no harm.
    static func keepSecret(_ visit: Visit) async throws -> HTTPResponse {
        let token = try visit.request.parameter("secret") { Token(Secret($0)) }
        try visit.keep(.invitation, token.text.expose(), for: CookieJar.invitationLifetime)
        return visit.redirect(to: page)
    }

    static func show(_ visit: Visit) async throws -> HTTPResponse {
        guard let invitation = visit.invitation else { return try gone(visit) }
        let question = FindInvitation(invitation: invitation)
        switch try await visit.ask(question, of: visit.gateway.neighbours.auth) {
        case .reply: return visit.show(FirstAdministratorPage(portal: visit.portal, token: visit.formToken(in: nil)))
        case .refusal(.invitationGone): return try gone(visit)
        case .fault(let fault): return await visit.problem(fault, wayOn: page)
        }
    }

    static func accept(_ visit: Visit, _ form: CheckedForm) async throws -> HTTPResponse {
        guard let invitation = visit.invitation else { return try gone(visit) }
        func again(
            _ problems: FirstAdministratorPage.Problems,
            notice: Notice? = nil,
            _ status: HTTPStatus = .unprocessable
        ) -> HTTPResponse {
            visit.show(
                FirstAdministratorPage(
                    portal: visit.portal,
                    token: visit.formToken(in: nil),
                    email: form["email"],
                    username: form["username"],
                    problems: problems,
                    notice: notice
                ),
                status
            )
        }

        if let problems = problems(with: form, visit) { return again(problems) }
        let gateway = visit.gateway
        let question = AcceptInvitation(
            invitation: invitation,
            email: form["email"],
            username: form["username"],
            password: Secret(form["new"]),
            browser: visit.description
        )
        let asked = gateway.clock.now
        let answer: Answered<AcceptInvitation>
        do {
            // A password is hashed: it takes its turn with those that are checked.
            answer = try await gateway.signIns.pass {
                try await visit.ask(question, of: gateway.neighbours.auth, within: Visit.hashingPatience)
            }
        } catch let fault as Fault {
            answer = .fault(fault)
        }
        switch answer {
        case .reply(let opened):
            try visit.forget(.invitation)
            return try await SignInRoutes.open(opened, askedAt: asked, visit, then: .applications)
        case .refusal(.invitationGone):
            return try gone(visit)
        case .refusal(.notAcceptable(let broken)):
            return again(.init(broken: broken))
        case .refusal(.notAnAddress), .refusal(.addressTaken):
            return again(.init(email: answer.sentence(in: visit.words)))
        case .refusal(.notAUsername), .refusal(.usernameTaken):
            return again(.init(username: answer.sentence(in: visit.words)))
        case .fault(let fault):
            return again(.init(), notice: visit.notice(fault), .serviceUnavailable).unavailable
        }
    }

    /// What can be said without asking; `nil` where nothing is wrong.
    private static func problems(with form: CheckedForm, _ visit: Visit) -> FirstAdministratorPage.Problems? {
        guard TypedText.mayBeEmail(form["email"]) else { return .init(email: visit.words.notAnAddress) }
        guard (1...TypedText.longestValue).contains(form["username"].utf8.count), TypedText.isClean(form["username"])
        else { return .init(username: visit.words.notAUsername) }
        guard form["new"] == form["again"] else { return .init(areDifferent: true) }
        guard !form["new"].isEmpty else { return .init(broken: [.longEnough]) }
        return TypedText.mayBePassword(form["new"]) ? nil : .init(broken: [.notTooLong])
    }

    private static func gone(_ visit: Visit) throws -> HTTPResponse {
        try visit.forget(.invitation)
        return visit.show(InvitationGonePage(portal: visit.portal), .notFound)
    }
}

extension Visit {
    /// What the link for the first administrator held.
    fileprivate var invitation: InvitationToken? {
        cookie(.invitation).flatMap { Token(Secret($0)) }.map { InvitationToken($0.text) }
    }
}

extension Answered<AcceptInvitation> {
    /// What is said of the no.
    fileprivate func sentence(in words: RefusalWords) -> String? {
        if case .refusal(let refusal) = self { words.sentence(for: refusal) } else { nil }
    }
}
