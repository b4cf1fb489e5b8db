import AuthContract
import Cryptography
import Foundation
import IdentityContract
import Messaging
import Postgres
import ServiceRuntime
import Support
import XCTest

final class ChangePasswordTests: XCTestCase {
    private let new = Secret("correct horse battery")

    private func change(
        _ session: OpenedSession,
        from current: Secret<String>,
        to new: Secret<String>,
        _ auth: AuthHarness
    )
        async throws -> OpenedSession
    {
        try await auth.gateway.ask(ChangePassword(current: current, new: new), with: session.passport.bytes)
    }

    func testTheNewPasswordOpensAndTheOldOneDoesNot() async throws {
        try await withAuth { auth in
            let ada = try await auth.add("ada")
            let session = try await auth.signIn(ada)
            let other = try await auth.signIn(ada)
            let pending = try await auth.openPending(ada)
            let bens = try await auth.signIn(try await auth.add("ben"))
            let position = try await auth.position()

            let changed = try await change(session, from: ada.password, to: new, auth)
            XCTAssertEqual(changed.session.id, session.session.id)
            _ = try await auth.passport(changed.token)
            _ = try await auth.passport(bens.token)
            for ended in [other, pending] {
                await assertEnds(with: IssuePassport.Refusal.noSession) { try await auth.passport(ended.token) }
            }
            let news = try await auth.news(since: position)
            XCTAssertEqual(news.first, .passwordChanged(ada.id))
            XCTAssertEqual(Set(news.flatMap(\.endedSessions)), [other.session.id, pending.session.id])

            await assertEnds(with: CheckPassword.Refusal.wrongCredentials) { try await auth.openPending(ada) }
            _ = try await auth.tryPassword(new, for: ada.email)
            let shown = try await auth.gateway.ask(ShowAccount(), with: changed.passport.bytes)
            XCTAssertEqual(shown.passwordChangedAt, auth.clock.now)
        }
    }

    func testAWrongCurrentPasswordChangesNothing() async throws {
        try await withAuth { auth in
            let ada = try await auth.add("ada")
            let session = try await auth.signIn(ada)
            await assertEnds(with: ChangePassword.Refusal.wrongPassword) {
                try await change(session, from: Secret("wrong"), to: new, auth)
            }
            _ = try await auth.openPending(ada)
            _ = try await auth.passport(session.token)
        }
    }

    func testAPasswordThatBreaksTheRulesIsNeitherHashedNorCounted() async throws {
        try await withAuth { auth in
            let ada = try await auth.add("ada.lovelace")
            let session = try await auth.signIn(ada)
            let before = auth.hasher.counts.completed
            let bad: [(String, [PasswordRule])] = [
                ("", [.longEnough]),
                ("short", [.longEnough]),
                (String(repeating: "x", count: 257), [.notTooLong]),
                ("I am Ada.Lovelace herself", [.withoutName]),
                (ada.password.expose(), [.differentFromCurrent]),
            ]
            for (password, rules) in bad {
                await assertEnds(with: ChangePassword.Refusal.notAcceptable(rules)) {
                    try await change(session, from: ada.password, to: Secret(password), auth)
                }
            }
            XCTAssertEqual(auth.hasher.counts.completed, before)
            let tries = try await auth.database.row("SELECT count(*) FROM password_throttles", as: Int.self)
            XCTAssertEqual(tries, 0)
        }
    }

    func testCharactersThatAreManyScalarsMakeAPasswordTooLongAndBreakNothing() async throws {
        try await withAuth { auth in
            let ada = try await auth.add("ada")
            let session = try await auth.signIn(ada)
            let families = Secret(String(repeating: "👨‍👩‍👧‍👦", count: 200))
            await assertEnds(with: ChangePassword.Refusal.notAcceptable([.notTooLong])) {
                try await change(session, from: ada.password, to: families, auth)
            }
        }
    }

    func testThePasswordMayBeTypedInEitherUnicodeForm() async throws {
        try await withAuth { auth in
            let ada = try await auth.add("ada")
            _ = try await change(
                try await auth.signIn(ada),
                from: ada.password,
                to: Secret("caf\u{E9} au lait, s'il"),
                auth
            )
            _ = try await auth.tryPassword(Secret("cafe\u{301} au lait, s'il"), for: ada.email)
        }
    }

    func testItAsksForAProofNoOlderThanTenMinutes() async throws {
        try await withAuth { auth in
            let ada = try await auth.add("ada")
            let session = try await auth.signIn(ada)
            auth.clock.advance(by: 601)
            let stale = try await auth.passport(session.token)
            let request = ChangePassword(current: ada.password, new: new)
            await assertDenied(.assuranceNeeded(.sensitiveChange(whereStrongestIs: .none))) {
                try await auth.gateway.ask(request, with: stale.passport.bytes)
            }
            let confirmed = try await auth.gateway.ask(
                ConfirmPassword(password: ada.password),
                with: stale.passport.bytes
            )
            _ = try await auth.gateway.ask(request, with: confirmed.passport.bytes)
        }
    }

    func testWhoHasAFactorGivesIt() async throws {
        try await withAuth { auth in
            let ada = try await auth.add("ada")
            let pending = try await auth.openPending(ada)
            let full = try await auth.complete(
                pending,
                with: auth.signInProof(for: pending, .enrolled(.oneTimeCode), strongestFactor: .mfa)
            )
            XCTAssertEqual(full.session.strongestFactor, .mfa)
            let request = ChangePassword(current: ada.password, new: new)
            await assertDenied(.assuranceNeeded(.sensitiveChange(whereStrongestIs: .mfa))) {
                try await auth.gateway.ask(request, with: full.passport.bytes)
            }
            let raised = try await auth.gateway.ask(
                RaiseSession(proof: try auth.stepUpProof(for: full)),
                with: full.passport.bytes
            )
            _ = try await auth.gateway.ask(request, with: raised.passport.bytes)
        }
    }

    func testASignInWithTheOldPasswordSideBySideLeavesNoSession() async throws {
        try await withAuth { auth in
            let ada = try await auth.add("ada")
            let session = try await auth.signIn(ada)
            try await withThrowingTaskGroup(of: Void.self) { group in
                // No more than tries may be under way at once, with the change's own.
                for _ in 0..<5 { group.addTask { _ = try? await auth.openPending(ada) } }
                group.addTask {
                    _ = try await auth.gateway.ask(
                        ChangePassword(current: ada.password, new: Secret("correct horse battery")),
                        with: session.passport.bytes,
                        within: .seconds(20)
                    )
                }
                try await group.waitForAll()
            }
            let left = try await auth.database.rows("SELECT id FROM sessions", as: SessionID.self)
            XCTAssertEqual(left, [session.session.id])
        }
    }
}
