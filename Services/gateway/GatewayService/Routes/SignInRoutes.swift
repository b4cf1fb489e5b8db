import AuthContract
import Cryptography
import Foundation
import HTTP
import IdentityContract
import Messaging
import ServiceRuntime

/// The two screens of signing in, and what follows the password.
enum SignInRoutes {
    /// The first screen.
    ///
    /// It opens without auth, too: whoever is signed in already is led on where that can be told.
    static func showLogin(_ visit: Visit) async throws -> HTTPResponse {
        let then = visit.then
        let isAgain = visit.request.query["again"] != nil
        if let session = await sessionIfTold(visit) {
            if !session.isPending { return visit.redirect(to: then.path) }
            // A second click on **Login** finds the attempt used; the first one has opened a session meanwhile.
            if isAgain { return visit.redirect(to: then.carried(by: "/verify")) }
        }
        guard await !visit.gateway.emptiness.isEmpty() else { return visit.show(EmptyPortalPage(portal: visit.portal)) }
        let email = visit.rememberedEmail
        return visit.show(
            LoginPage(
                portal: visit.portal,
                token: visit.formToken(in: nil),
                email: email ?? "",
                remembers: email != nil,
                then: then.said,
                notice: isAgain ? .plain(visit.words.attemptGone) : nil
            )
        )
    }

    static func begin(_ visit: Visit, _ form: CheckedForm) async throws -> HTTPResponse {
        let email = form["email"]
        let remembers = form["remember"] == "on"
        func again(_ status: HTTPStatus, problem: String? = nil, notice: Notice? = nil) -> HTTPResponse {
            visit.show(
                LoginPage(
                    portal: visit.portal,
                    token: visit.formToken(in: nil),
                    email: email,
                    remembers: remembers,
                    then: form.then.said,
                    problem: problem,
                    notice: notice
                ),
                status
            )
        }

        guard TypedText.mayBeEmail(email) else { return again(.unprocessable, problem: visit.words.notAnAddress) }
        let question = BeginSignIn(email: email, remember: remembers, browser: visit.description)
        switch try await visit.ask(question, of: visit.gateway.neighbours.auth) {
        case .reply(let begun):
            // A sign-in that stopped half-way is left behind with its session.
            if let session = await sessionIfTold(visit), session.isPending { try visit.leave() }
            try visit.keep(.attempt, begun.attempt.text.expose())
            return visit.redirect(to: form.then.carried(by: "/login/password"))
        case .refusal(let refusal):
            return again(refusal.status, problem: visit.words.sentence(for: refusal))
        case .fault(let fault):
            return again(.serviceUnavailable, notice: visit.notice(fault)).unavailable
        }
    }

    static func showPassword(_ visit: Visit) async throws -> HTTPResponse {
        try await passwordPage(visit, then: visit.then, .ok)
    }

    static func checkPassword(_ visit: Visit, _ form: CheckedForm) async throws -> HTTPResponse {
        guard let attempt = visit.attempt else { return beginAgain(visit, then: form.then) }
        let gateway = visit.gateway
        let password = form["password"]
        guard TypedText.mayBePassword(password) else {
            return try await passwordPage(visit, then: form.then, .unprocessable, problem: visit.words.wrongCredentials)
        }
        let question = CheckPassword(attempt: attempt, password: Secret(password), browser: visit.description)
        let asked = gateway.clock.now
        let answer: Answered<CheckPassword>
        do {
            answer = try await gateway.signIns.pass {
                try await visit.ask(question, of: gateway.neighbours.auth, within: Visit.hashingPatience)
            }
        } catch let fault as Fault {
            answer = .fault(fault)
        }
        switch answer {
        case .reply(let opened):
            return try await open(opened, askedAt: asked, visit, then: form.then)
        case .refusal(.attemptGone):
            return beginAgain(visit, then: form.then)
        case .refusal(let refusal):
            let problem = visit.words.sentence(for: refusal)
            return try await passwordPage(visit, then: form.then, refusal.status, problem: problem)
        case .fault(let fault) where fault.kind == .overloaded:
            // Not the form again: what it shows would have to be asked of auth, which has too much to do already.
            return await visit.problem(fault, wayOn: form.then.carried(by: "/login/password"))
        case .fault(let fault):
            return try await passwordPage(
                visit,
                then: form.then,
                .serviceUnavailable,
                notice: visit.notice(fault)
            ).unavailable
        }
    }

    /// The first screen again, with the address as it was typed; the attempt is left behind.
    static func change(_ visit: Visit) async throws -> HTTPResponse {
        guard let attempt = visit.attempt else { return visit.redirect(to: visit.then.carried(by: "/login")) }
        let auth = visit.gateway.neighbours.auth
        let found = try? await auth.ask(FindAttempt(attempt: attempt), within: Visit.patience)
        try visit.forget(.attempt)
        return visit.show(
            LoginPage(
                portal: visit.portal,
                token: visit.formToken(in: nil),
                email: found?.email ?? "",
                remembers: found?.remember ?? false,
                then: visit.then.said
            )
        )
    }

    static func showReset(_ visit: Visit) async throws -> HTTPResponse {
        visit.show(ResetPage(portal: visit.portal))
    }

    /// Goes on under a session that the password opened.
    static func open(
        _ opened: OpenedSession,
        askedAt asked: Date,
        _ visit: Visit,
        then: WayOn
    ) async throws -> HTTPResponse {
        // What this browser was signed in as before ends with it: nobody could log it out any more.
        await endFormerSession(visit)
        let session = try visit.adopt(opened, askedAt: asked)
        try visit.forget(.attempt)
        try visit.keep(.browser, visit.browser.text.expose(), for: CookieJar.browserLifetime)
        if session.summary.isRemembered {
            let email = CookieJar.written(email: session.summary.email)
            try visit.keep(.email, email, for: CookieJar.emailLifetime)
        } else if visit.cookie(.email) != nil {
            try visit.forget(.email)
        }
        return try await VerificationRoutes.leadOn(visit, session, then: then)
    }

    private static func endFormerSession(_ visit: Visit) async {
        guard let former = await sessionIfTold(visit) else { return }
        let auth = visit.gateway.neighbours.auth
        // At worst it ends by its age, as one does whose browser lost its cookie.
        guard (try? await auth.ask(EndSession(), with: former.passport.bytes, within: Visit.patience)) != nil else {
            return
        }
        visit.gateway.sessions.end(former)
    }

    /// The session, where auth is there to tell.
    private static func sessionIfTold(_ visit: Visit) async -> LiveSession? {
        guard visit.cookie(.session) != nil, visit.gateway.neighbours.auth.liveReplicas > 0 else { return nil }
        return (try? await visit.session()) ?? nil
    }

    private static func beginAgain(_ visit: Visit, then: WayOn) -> HTTPResponse {
        visit.redirect(to: then.carried(by: "/login", ["again": "1"]))
    }

    private static func passwordPage(
        _ visit: Visit,
        then: WayOn,
        _ status: HTTPStatus,
        problem: String? = nil,
        notice: Notice? = nil
    ) async throws -> HTTPResponse {
        guard let attempt = visit.attempt else { return visit.redirect(to: then.carried(by: "/login")) }
        switch try await visit.ask(FindAttempt(attempt: attempt), of: visit.gateway.neighbours.auth) {
        case .reply(let found):
            let page = PasswordPage(
                portal: visit.portal,
                token: visit.formToken(in: nil),
                email: found.email,
                then: then.said,
                problem: problem,
                notice: notice
            )
            return visit.show(page, status)
        case .refusal(.attemptGone):
            return beginAgain(visit, then: then)
        case .fault(let fault):
            return await visit.problem(fault, wayOn: then.carried(by: "/login/password"))
        }
    }
}
