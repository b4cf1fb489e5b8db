import AuthContract
import Foundation
import IdentityContract
import Messaging
import Postgres
import ServiceRuntime
import Support
import XCTest

/// A change that is sent twice with one key takes effect once.
///
/// Where the answer holds a token, the repeat's takes the place of the first.
final class RepeatTests: XCTestCase {
    private func assertReplaced(
        _ first: OpenedSession,
        by second: OpenedSession,
        _ auth: AuthHarness,
        line: UInt = #line
    ) async throws {
        XCTAssertEqual(first.session.id, second.session.id, line: line)
        XCTAssertEqual(first.session.assurance, second.session.assurance, line: line)
        await assertEnds(with: IssuePassport.Refusal.noSession, line: line) { try await auth.passport(first.token) }
        let live = try await auth.passport(second.token)
        XCTAssertEqual(live.session.state, second.session.state, line: line)
    }

    func testASignInThatIsRepeatedAtEachStepIsOneSignIn() async throws {
        try await withAuth { auth in
            let ada = try await auth.add("ada")
            let begin = BeginSignIn(email: ada.email, remember: false, browser: AuthHarness.browser)
            var key = IdempotencyKey()
            let lost = try await auth.gateway.ask(begin, once: key)
            let begun = try await auth.gateway.ask(begin, once: key)
            await assertEnds(with: FindAttempt.Refusal.attemptGone) {
                try await auth.gateway.ask(FindAttempt(attempt: lost.attempt))
            }

            let check = CheckPassword(attempt: begun.attempt, password: ada.password, browser: AuthHarness.browser)
            key = IdempotencyKey()
            let lostSession = try await auth.gateway.ask(check, once: key)
            let pending = try await auth.gateway.ask(check, once: key)
            try await assertReplaced(lostSession, by: pending, auth)

            let complete = CompleteSignIn(proof: try auth.signInProof(for: pending))
            key = IdempotencyKey()
            let lostFull = try await auth.gateway.ask(complete, with: pending.passport.bytes, once: key)
            let full = try await auth.gateway.ask(complete, with: pending.passport.bytes, once: key)
            try await assertReplaced(lostFull, by: full, auth)
            XCTAssertEqual(full.session.state, .full)

            let sessions = try await auth.database.row("SELECT count(*) FROM sessions", as: Int.self)
            XCTAssertEqual(sessions, 1)
            let tries = try await auth.database.row("SELECT count(*) FROM password_throttles", as: Int.self)
            XCTAssertEqual(tries, 0)
        }
    }

    func testARaiseThatIsRepeatedIsOneRaise() async throws {
        try await withAuth { auth in
            let ada = try await auth.add("ada")
            let full = try await auth.signIn(ada)
            var key = IdempotencyKey()
            let raise = RaiseSession(proof: try auth.stepUpProof(for: full, strongestFactor: .none))
            let lost = try await auth.gateway.ask(raise, with: full.passport.bytes, once: key)
            let raised = try await auth.gateway.ask(raise, with: full.passport.bytes, once: key)
            try await assertReplaced(lost, by: raised, auth)

            key = IdempotencyKey()
            let confirm = ConfirmPassword(password: ada.password)
            let lostConfirmed = try await auth.gateway.ask(confirm, with: raised.passport.bytes, once: key)
            let confirmed = try await auth.gateway.ask(confirm, with: raised.passport.bytes, once: key)
            try await assertReplaced(lostConfirmed, by: confirmed, auth)
        }
    }

    func testAPasswordChangeThatIsRepeatedIsOneChange() async throws {
        try await withAuth { auth in
            let ada = try await auth.add("ada")
            let full = try await auth.signIn(ada)
            let key = IdempotencyKey()
            let change = ChangePassword(current: ada.password, new: Secret("correct horse battery"))
            let position = try await auth.position()
            let lost = try await auth.gateway.ask(change, with: full.passport.bytes, once: key)
            let changed = try await auth.gateway.ask(change, with: full.passport.bytes, once: key)
            try await assertReplaced(lost, by: changed, auth)
            let news = try await auth.news(since: position)
            XCTAssertEqual(news, [.passwordChanged(ada.id)])
            let tries = try await auth.database.row("SELECT count(*) FROM password_throttles", as: Int.self)
            XCTAssertEqual(tries, 0)
        }
    }

    func testARepeatOfWhatWasReplacedGainsNoTime() async throws {
        try await withAuth { auth in
            let ada = try await auth.add("ada")
            let full = try await auth.signIn(ada)
            let key = IdempotencyKey()
            let confirm = ConfirmPassword(password: ada.password)
            let confirmed = try await auth.gateway.ask(confirm, with: full.passport.bytes, once: key)
            let raised = try await auth.gateway.ask(
                RaiseSession(proof: try auth.stepUpProof(for: confirmed)),
                with: confirmed.passport.bytes
            )
            auth.clock.advance(by: 5)
            let late = try await auth.gateway.ask(confirm, with: full.passport.bytes, once: key)
            XCTAssertNil(late.session.assurance.lastVerified(with: .mfa))
            auth.clock.advance(by: 5)
            await assertEnds(with: IssuePassport.Refusal.noSession) { try await auth.passport(late.token) }
            _ = try await auth.passport(raised.token)
        }
    }

    func testOnesAnswerIsNotGivenToAnother() async throws {
        try await withAuth { auth in
            let (ada, ben) = (try await auth.add("ada"), try await auth.add("ben"))
            let (adas, bens) = (try await auth.signIn(ada), try await auth.signIn(ben))
            let key = IdempotencyKey()
            let confirm = ConfirmPassword(password: ada.password)
            let confirmed = try await auth.gateway.ask(confirm, with: adas.passport.bytes, once: key)
            await assertFault(.malformed) { try await auth.gateway.ask(confirm, with: bens.passport.bytes, once: key) }
            _ = try await auth.passport(confirmed.token)
        }
    }

    func testAKeyIsGoodForOneQuestion() async throws {
        try await withAuth { auth in
            let key = IdempotencyKey()
            let one = BeginSignIn(email: "a@example.org", remember: false, browser: AuthHarness.browser)
            let other = BeginSignIn(email: "b@example.org", remember: false, browser: AuthHarness.browser)
            _ = try await auth.gateway.ask(one, once: key)
            await assertFault(.malformed) { try await auth.gateway.ask(other, once: key) }
        }
    }

    func testARepeatAfterTheSessionEndedIsRefused() async throws {
        try await withAuth { auth in
            let ada = try await auth.add("ada")
            let attempt = try await auth.begin(ada.email)
            let check = CheckPassword(attempt: attempt, password: ada.password, browser: AuthHarness.browser)
            let key = IdempotencyKey()
            let pending = try await auth.gateway.ask(check, once: key)
            _ = try await auth.gateway.ask(EndSession(), with: pending.passport.bytes)
            await assertEnds(with: CheckPassword.Refusal.attemptGone) { try await auth.gateway.ask(check, once: key) }
        }
    }
}
