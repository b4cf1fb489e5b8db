import AuthContract
import Foundation
import IdentityContract
import Messaging
import Postgres
import ServiceRuntime
import Support
import XCTest

final class SignInTests: XCTestCase {
    func testAPersonSignsInAndIsWhoTheyAre() async throws {
        try await withAuth { auth in
            let ada = try await auth.add("ada", roles: [.user, .administrator])
            let attempt = try await auth.begin("  Ada@Example.ORG ")
            let found = try await auth.gateway.ask(FindAttempt(attempt: attempt))
            XCTAssertEqual(found, FindAttempt.Reply(email: "Ada@Example.ORG", remember: false))

            let pending = try await auth.gateway.ask(
                CheckPassword(attempt: attempt, password: ada.password, browser: AuthHarness.browser)
            )
            XCTAssertEqual(pending.session.state, .pending)
            XCTAssertEqual(pending.session.endsAt, auth.clock.now + 15 * 60)

            let full = try await auth.complete(pending)
            XCTAssertEqual(full.session.state, .full)
            XCTAssertEqual(full.session.account, ada.id)
            XCTAssertEqual(full.session.email, "ada@example.org")
            XCTAssertEqual(full.session.roles, [.user, .administrator])
            XCTAssertEqual(full.session.id, pending.session.id)
            XCTAssertEqual(full.session.endsAt, auth.clock.now + 12 * 60 * 60)
            XCTAssertEqual(full.session.assurance, Assurance().adding(.password, at: auth.clock.now))
            let statement = try auth.statement(full.passport)
            XCTAssertEqual(statement.bearer, try auth.bus.key(of: .gateway).publicKey)
            XCTAssertEqual(statement.state, .full)
            XCTAssertEqual(statement.expiresAt, auth.clock.now + 10)
            let shown = try await auth.gateway.ask(ShowAccount(), with: full.passport.bytes)
            XCTAssertEqual(
                shown,
                ShowAccount.Reply(
                    email: "ada@example.org",
                    username: "ada",
                    roles: [.user, .administrator],
                    passwordChangedAt: nil
                )
            )
        }
    }

    func testAnAttemptIsGivenForAnyAddressAndForNothingElse() async throws {
        try await withAuth { auth in
            let nobody = try await auth.begin("nobody@example.org", remember: true)
            let found = try await auth.gateway.ask(FindAttempt(attempt: nobody))
            XCTAssertEqual(found, FindAttempt.Reply(email: "nobody@example.org", remember: true))
            for text in ["", "nobody", "a\u{0}@b.co", "a\u{202E}@b.co", String(repeating: "a", count: 300) + "@b.co"] {
                await assertEnds(with: BeginSignIn.Refusal.notAnAddress) { try await auth.begin(text) }
            }
        }
    }

    func testAnAttemptIsGoneAfterTenMinutes() async throws {
        try await withAuth { auth in
            let ada = try await auth.add("ada")
            let attempt = try await auth.begin(ada.email)
            auth.clock.advance(by: 599)
            _ = try await auth.gateway.ask(FindAttempt(attempt: attempt))
            auth.clock.advance(by: 1)
            await assertEnds(with: FindAttempt.Refusal.attemptGone) {
                try await auth.gateway.ask(FindAttempt(attempt: attempt))
            }
            await assertEnds(with: CheckPassword.Refusal.attemptGone) {
                try await auth.gateway.ask(
                    CheckPassword(attempt: attempt, password: ada.password, browser: AuthHarness.browser)
                )
            }
        }
    }

    func testAnAttemptOpensOneSession() async throws {
        try await withAuth { auth in
            let ada = try await auth.add("ada")
            let attempt = try await auth.begin(ada.email)
            let check = CheckPassword(attempt: attempt, password: ada.password, browser: AuthHarness.browser)
            _ = try await auth.gateway.ask(check)
            await assertEnds(with: CheckPassword.Refusal.attemptGone) { try await auth.gateway.ask(check) }
            await assertEnds(with: FindAttempt.Refusal.attemptGone) {
                try await auth.gateway.ask(FindAttempt(attempt: attempt))
            }
        }
    }

    func testTwentySideBySideOpenOneSession() async throws {
        try await withAuth { auth in
            let ada = try await auth.add("ada")
            let attempt = try await auth.begin(ada.email)
            let check = CheckPassword(attempt: attempt, password: ada.password, browser: AuthHarness.browser)
            let opened = await withTaskGroup(of: Bool.self) { group in
                for _ in 0..<20 { group.addTask { (try? await auth.gateway.ask(check, within: .seconds(20))) != nil } }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            XCTAssertEqual(opened, 1)
            let kept = try await auth.database.row("SELECT count(*) FROM sessions", as: Int.self)
            XCTAssertEqual(kept, 1)
        }
    }

    func testATokenThatIsNoneIsGone() async throws {
        try await withAuth { auth in
            for text in ["", "x", String(repeating: "A", count: 43), String(repeating: "A", count: 5000), "\u{0}"] {
                let token = AttemptToken(Secret(text))
                await assertEnds(with: FindAttempt.Refusal.attemptGone) {
                    try await auth.gateway.ask(FindAttempt(attempt: token))
                }
                await assertEnds(with: CheckPassword.Refusal.attemptGone) {
                    try await auth.gateway.ask(
                        CheckPassword(attempt: token, password: Secret("guess"), browser: AuthHarness.browser)
                    )
                }
                await assertEnds(with: IssuePassport.Refusal.noSession) {
                    try await auth.passport(SessionToken(Secret(text)))
                }
            }
        }
    }

    func testTheOldestAttemptsOfOneNetworkAddressMakeWay() async throws {
        try await withAuth { auth in
            let elsewhere = try await auth.begin(
                "ada@example.org",
                from: BrowserDescription(address: "198.51.100.1", userAgent: "")
            )
            let first = try await auth.begin("ada@example.org")
            auth.clock.advance(by: 1)
            let second = try await auth.begin("ada@example.org")
            // As if 998 more had been begun later.
            _ = try await auth.database.run(
                """
                INSERT INTO attempts (id, token, email, remember, browser_address, expires_at)
                SELECT ('ffffffff-ffff-7fff-8fff-' || lpad(to_hex(n), 12, '0'))::uuid, sha256(n::text::bytea),
                    'ada@example.org', false, \(AuthHarness.browser.address), \(auth.clock.now + 600)
                FROM generate_series(1, 998) AS n
                """
            )
            _ = try await auth.gateway.ask(FindAttempt(attempt: first))
            _ = try await auth.begin("ada@example.org")
            await assertEnds(with: FindAttempt.Refusal.attemptGone) {
                try await auth.gateway.ask(FindAttempt(attempt: first))
            }
            _ = try await auth.gateway.ask(FindAttempt(attempt: second))
            _ = try await auth.gateway.ask(FindAttempt(attempt: elsewhere))
        }
    }

    func testWhatABrowserSaysOfItselfIsCutAndHarmless() async throws {
        try await withAuth { auth in
            let ada = try await auth.add("ada")
            var browser = BrowserDescription(address: String(repeating: "9", count: 5000) + "\u{0}", userAgent: "")
            browser.userAgent = "\u{0}\r\nevil\u{1B}[2J" + String(repeating: "x", count: 100_000)
            let attempt = try await auth.begin(ada.email, from: browser)
            _ = try await auth.gateway.ask(CheckPassword(attempt: attempt, password: ada.password, browser: browser))
            let kept = try await auth.database.row(
                "SELECT browser_address, user_agent FROM sessions",
                as: (String, String).self
            )
            XCTAssertEqual(kept?.0.count, 100)
            XCTAssertEqual(kept?.1, "evil[2J" + String(repeating: "x", count: 393))
        }
    }
}
