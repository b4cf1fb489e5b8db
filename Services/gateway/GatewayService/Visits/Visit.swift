import AuthContract
import Cryptography
import Foundation
import HTTP
import Network
import ServiceRuntime
import Synchronization

/// One request, as a route sees it: who comes, from where, and what is to be put into their browser.
final class Visit: Sendable {
    /// What has been found out about whose visit it is.
    private enum Finding {
        case notAsked
        case nobody
        case somebody(LiveSession)
    }

    let gateway: Gateway
    let request: HTTPRequest
    /// The secret that this browser's form tokens are keyed by.
    let browser: Token

    private let state: Mutex<(finding: Finding, cookies: [CookieJar.Kind: SetCookie])>

    init(_ request: HTTPRequest, to gateway: Gateway) throws {
        let jar = gateway.cookies
        self.gateway = gateway
        self.request = request
        if let known = request.cookies[jar.name(of: .browser)].flatMap({ Token(Secret($0)) }) {
            browser = known
            state = Mutex((.notAsked, [:]))
        } else {
            browser = Token(random: gateway.random)
            let cookie = try jar.keeping(.browser, browser.text.expose(), for: CookieJar.browserLifetime)
            state = Mutex((.notAsked, [.browser: cookie]))
        }
    }

    // MARK: What came

    /// The value of a cookie of ours.
    func cookie(_ kind: CookieJar.Kind) -> String? {
        request.cookies[gateway.cookies.name(of: kind)].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// Where the person is on the way to, as the address says.
    var then: WayOn { WayOn(request.query["then"]) }

    /// This page itself, to come back to.
    var here: WayOn { WayOn(request.queryText.map { "\(request.path)?\($0)" } ?? request.path) }

    /// The sign-in that this browser has under way.
    var attempt: AttemptToken? {
        cookie(.attempt).flatMap { Token(Secret($0)) }.map { AttemptToken($0.text) }
    }

    /// The address that was to be remembered.
    var rememberedEmail: String? { cookie(.email).flatMap(CookieJar.read(email:)) }

    /// The browser at the other end.
    var description: BrowserDescription {
        BrowserDescription(
            address: gateway.visitors.address(of: request)?.host ?? "",
            userAgent: request.headers["User-Agent"] ?? ""
        )
    }

    // MARK: Whose it is

    /// The live session, pending or full; `nil` where nobody is signed in.
    ///
    /// - Throws: `Fault` where auth cannot tell.
    func session() async throws -> LiveSession? {
        if case .somebody(let session) = finding { return session }
        if case .nobody = finding { return nil }
        guard let token = cookie(.session).flatMap({ Token(Secret($0)) }) else { return nil }
        guard let session = try await gateway.sessions.session(of: token) else {
            state.withLock { $0.finding = .nobody }
            try forget(.session)
            return nil
        }
        state.withLock { $0.finding = .somebody(session) }
        return session
    }

    /// The live session, pending or full.
    ///
    /// - Throws: `Detour` where there is none.
    func anySession(then: WayOn) async throws -> LiveSession {
        guard let session = try await session() else { throw Detour.logIn(then: then) }
        return session
    }

    /// The full session.
    ///
    /// - Throws: `Detour` where there is none, or what is due has not been given yet.
    func fullSession(then: WayOn) async throws -> LiveSession {
        let session = try await anySession(then: then)
        guard !session.isPending else { throw Detour.whatIsDue(then: then) }
        return session
    }

    /// The session as far as it has been asked for, for pages that go on without.
    var sessionFound: LiveSession? {
        if case .somebody(let session) = finding { session } else { nil }
    }

    private var finding: Finding { state.withLock { $0.finding } }

    /// Goes on under a session that auth has just opened or raised, and gives the browser its new token.
    func adopt(_ opened: OpenedSession, askedAt asked: Date) throws -> LiveSession {
        guard let session = gateway.sessions.take(opened, askedAt: asked) else {
            throw UnreadableToken()
        }
        state.withLock { $0.finding = .somebody(session) }
        let life = session.summary.endsAt.timeIntervalSince(gateway.clock.now)
        let isKept = session.summary.isRemembered
        try keep(.session, session.token.text.expose(), for: isKept ? .seconds(max(life, 0)) : nil)
        return session
    }

    /// Forgets the session here and in the browser.
    func leave() throws {
        state.withLock { $0.finding = .nobody }
        try forget(.session)
    }

    // MARK: What the browser is to keep

    func keep(_ kind: CookieJar.Kind, _ value: String, for time: Duration? = nil) throws {
        let cookie = try gateway.cookies.keeping(kind, value, for: time)
        state.withLock { $0.cookies[kind] = cookie }
    }

    func forget(_ kind: CookieJar.Kind) throws {
        let cookie = try gateway.cookies.forgetting(kind)
        state.withLock { $0.cookies[kind] = cookie }
    }

    /// The answer with every cookie that came up on the way to it, however it ended.
    func withCookies(_ response: HTTPResponse) -> HTTPResponse {
        var response = response
        let cookies = state.withLock { $0.cookies }
        for kind in CookieJar.Kind.allCases {
            if let cookie = cookies[kind] { response.set(cookie) }
        }
        return response
    }
}

/// Auth sent a session whose token no browser could bring back.
struct UnreadableToken: Error, CustomStringConvertible {
    var description: String { "auth sent a session token that is none" }
}
