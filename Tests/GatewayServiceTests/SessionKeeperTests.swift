import AuthContract
import Cryptography
import IdentityContract
import Messaging
import ServiceRuntime
import Support
import XCTest

@testable import GatewayService

final class SessionKeeperTests: XCTestCase {
    func testAPassportIsKeptUntilShortlyBeforeItsEnd() async throws {
        try await withKeeper { keeper in
            let token = try await keeper.signIn()
            for _ in 0..<5 {
                let session = try await keeper.sessions.session(of: token)
                XCTAssertEqual(session?.summary.email, ScriptedAuth.email)
            }
            XCTAssertEqual(keeper.asked, 1)
            keeper.clock.advance(by: Passport.lifetime - SessionKeeper.margin - 0.5)
            _ = try await keeper.sessions.session(of: token)
            XCTAssertEqual(keeper.asked, 1)
            keeper.clock.advance(by: 0.5)
            let renewed = try await keeper.sessions.session(of: token)
            XCTAssertEqual(keeper.asked, 2)
            XCTAssertEqual(renewed?.summary.passportExpiresAt, keeper.clock.now + Passport.lifetime)
        }
    }

    func testAPassportThatEndsSoonerIsNotKeptBeyondItsEnd() async throws {
        try await withKeeper { keeper in
            let token = try await keeper.signIn()
            keeper.auth.setPassportLife(1)
            _ = try await keeper.sessions.session(of: token)
            keeper.clock.advance(by: 0.5)
            _ = try await keeper.sessions.session(of: token)
            XCTAssertEqual(keeper.asked, 1)
            keeper.clock.advance(by: 0.5)
            _ = try await keeper.sessions.session(of: token)
            XCTAssertEqual(keeper.asked, 2)
        }
    }

    func testRequestsOfOneSessionShareOneQuestion() async throws {
        try await withKeeper { keeper in
            let token = try await keeper.signIn()
            keeper.auth.script.wait(.milliseconds(100))
            try await withThrowingTaskGroup { group in
                for _ in 0..<50 {
                    group.addTask {
                        let session = try await keeper.sessions.session(of: token)
                        XCTAssertNotNil(session)
                    }
                }
                try await group.waitForAll()
            }
            XCTAssertEqual(keeper.asked, 1)
        }
    }

    func testAnEndedSessionIsGoneOnceThatIsAnnounced() async throws {
        try await withKeeper { keeper in
            let token = try await keeper.signIn()
            _ = try await keeper.sessions.session(of: token)
            keeper.auth.endSessions()
            // Well within the life of the passport that is kept: the clock stands still.
            try await eventually(within: .seconds(2), "the session to be gone") {
                try await keeper.sessions.session(of: token) == nil
            }
        }
    }

    func testATokenThatNobodyHasIsNoSession() async throws {
        try await withKeeper { keeper in
            let session = try await keeper.sessions.session(of: Token())
            XCTAssertNil(session)
        }
    }

    func testOnADeadLineNothingKeptIsUsed() async throws {
        try await withKeeper { keeper in
            let token = try await keeper.signIn()
            _ = try await keeper.sessions.session(of: token)
            await keeper.server.stop()
            try await eventually(within: .seconds(5), "a fault") {
                do {
                    _ = try await keeper.sessions.session(of: token)
                    return false
                } catch is Fault {
                    return true
                }
            }
        }
    }

    func testAFollowerThatHearsNothingMeansAskingEachTime() async throws {
        try await withKeeper { keeper in
            let token = try await keeper.signIn()
            _ = try await keeper.sessions.session(of: token)
            keeper.auth.script.fail(FollowAnnouncements<AuthAnnouncement>.self, with: Fault(.failed))
            try await eventually(within: .seconds(5), "the line to count as dead") { !keeper.sessions.isLineAlive }
            let before = keeper.asked
            for _ in 0..<3 { _ = try await keeper.sessions.session(of: token) }
            XCTAssertEqual(keeper.asked, before + 3)
        }
    }

    func testARenewedOrEndedSessionIsNotTakenFromMemory() async throws {
        try await withKeeper { keeper in
            let token = try await keeper.signIn()
            let found = try await keeper.sessions.session(of: token)
            let session = try XCTUnwrap(found)
            keeper.sessions.renew(session)
            _ = try await keeper.sessions.session(of: token)
            XCTAssertEqual(keeper.asked, 2)
            keeper.sessions.end(session)
            let gone = try await keeper.sessions.session(of: token)
            XCTAssertNil(gone, "auth still knows it, but it was ended here")
        }
    }

    func testMoreSessionsThanAreKeptAreServedAllTheSame() async throws {
        try await withKeeper(mostSessions: 2) { keeper in
            for _ in 0..<5 {
                let token = try await keeper.signIn()
                let session = try await keeper.sessions.session(of: token)
                XCTAssertNotNil(session)
            }
            XCTAssertEqual(keeper.sessions.count, 2)
        }
    }

    // MARK: Setup

    private struct Keeper: Sendable {
        let clock: MovableClock
        let auth: ScriptedAuth
        let server: RunningService
        let client: MessageClient
        let sessions: SessionKeeper

        var asked: Int { auth.script.count(of: IssuePassport.self) }

        /// A session's token, as a browser would hold it.
        func signIn() async throws -> Token {
            let browser = BrowserDescription(address: "127.0.0.1", userAgent: "test")
            let begun = try await client.ask(
                BeginSignIn(email: ScriptedAuth.email, remember: false, browser: browser)
            )
            let opened = try await client.ask(
                CheckPassword(attempt: begun.attempt, password: Secret(ScriptedAuth.password), browser: browser)
            )
            return try XCTUnwrap(Token(opened.token.text))
        }
    }

    private func withKeeper(
        mostSessions: Int = SessionKeeper.mostSessions,
        _ body: (Keeper) async throws -> Void
    ) async throws {
        try await withTimeLimit(.seconds(60)) {
            let clock = MovableClock()
            let bus = try TestBus()
            let auth = ScriptedAuth(office: PassportOffice(clock: clock), clock: clock)
            let server = try bus.server(of: .auth, answering: auth.answers)
            let client = try bus.client(of: .gateway, asking: .auth, at: [server.boundEndpoint])
            let sessions = SessionKeeper(auth: client, clock: clock, log: .silent, mostSessions: mostSessions)
            let running = RunningService(server)
            try await withRunning([client, sessions.following]) {
                try await eventually(within: .seconds(10), "the line to be alive") { sessions.isLineAlive }
                try await body(
                    Keeper(clock: clock, auth: auth, server: running, client: client, sessions: sessions)
                )
            }
            await running.stop()
        }
    }
}
