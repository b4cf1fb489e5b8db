import AuthContract
import Foundation
import IdentityContract
import Messaging
import Postgres
import ServiceRuntime
import Support
import XCTest

@testable import AuthService

/// What ends is refused here at once, and announced to everyone in the transaction that ended it.
final class EndingTests: XCTestCase {
    private func assertGone(_ session: OpenedSession, _ auth: AuthHarness, line: UInt = #line) async {
        await assertEnds(with: IssuePassport.Refusal.noSession, line: line) { try await auth.passport(session.token) }
    }

    func testLoggingOutEndsTheSessionThatAsksAndNoOther() async throws {
        try await withAuth { auth in
            let ada = try await auth.add("ada")
            let (one, other) = (try await auth.signIn(ada), try await auth.signIn(ada))
            let pending = try await auth.openPending(ada)
            let position = try await auth.position()
            _ = try await auth.gateway.ask(EndSession(), with: one.passport.bytes)
            await assertGone(one, auth)
            _ = try await auth.passport(other.token)
            _ = try await auth.gateway.ask(EndSession(), with: pending.passport.bytes)
            await assertGone(pending, auth)
            let news = try await auth.news(since: position)
            XCTAssertEqual(news, [.sessionsEnded([one.session.id]), .sessionsEnded([pending.session.id])])
        }
    }

    func testAReplacedTokenEndsWithItsSession() async throws {
        try await withAuth { auth in
            let pending = try await auth.openPending(try await auth.add("ada"))
            let full = try await auth.complete(pending)
            _ = try await auth.gateway.ask(EndSession(), with: full.passport.bytes)
            await assertGone(pending, auth)
        }
    }

    func testASuspensionEndsAllSessionsAndOpensNoneUntilItIsLifted() async throws {
        try await withAuth { auth in
            let (ada, ben) = (try await auth.add("ada"), try await auth.add("ben"))
            let full = try await auth.signIn(ada)
            let pending = try await auth.openPending(ada)
            let bens = try await auth.signIn(ben)
            let position = try await auth.position()
            try await auth.set(.suspended, of: ada)
            await assertGone(full, auth)
            await assertGone(pending, auth)
            _ = try await auth.passport(bens.token)
            await assertEnds(with: CompleteSignIn.Refusal.notPending) { try await auth.complete(pending) }
            await assertEnds(with: CheckPassword.Refusal.wrongCredentials) { try await auth.openPending(ada) }
            let news = try await auth.news(since: position)
            XCTAssertEqual(news.count, 2)
            XCTAssertEqual(news.first, .accountSuspended(ada.id))
            XCTAssertEqual(Set(news.flatMap(\.endedSessions)), [full.session.id, pending.session.id])

            let later = try await auth.position()
            try await auth.set(.activated, of: ada)
            try await auth.set(.activated, of: ada)
            let opened = try await auth.news(since: later)
            XCTAssertEqual(opened, [.accountActivated(ada.id)])
            await assertGone(full, auth)
            _ = try await auth.signIn(ada)
        }
    }

    func testAnAccountThatNobodyHasIsNotSuspended() async throws {
        try await withAuth { auth in
            await assertEnds(with: SetAccountState.Refusal.noSuchAccount) {
                try await auth.administrator.ask(
                    SetAccountState(account: AccountID(at: auth.clock.now), state: .suspended)
                )
            }
        }
    }

    func testExpiredSessionsAreAnnouncedAndAllThatIsOverIsForgotten() async throws {
        try await withAuth { auth in
            let ada = try await auth.add("ada")
            let full = try await auth.signIn(ada)
            let pending = try await auth.openPending(ada)
            _ = try? await auth.tryPassword(Secret("wrong"), for: ada.email)
            _ = try await auth.begin(ada.email)
            let position = try await auth.position()
            auth.clock.advance(by: 60 * 60)
            try await auth.server.pruning.prune()
            let ended = try await auth.news(since: position).flatMap(\.endedSessions)
            XCTAssertEqual(Set(ended), [full.session.id, pending.session.id])
            for table in ["sessions", "session_tokens", "used_proofs", "password_throttles", "attempts"] {
                let left = try await auth.count(of: table)
                XCTAssertEqual(left, 0, table)
            }
        }
    }

    func testWhatIsNotOverIsKept() async throws {
        try await withAuth { auth in
            let ada = try await auth.add("ada")
            let full = try await auth.signIn(ada)
            _ = try? await auth.tryPassword(Secret("wrong"), for: ada.email)
            _ = try await auth.begin(ada.email)
            try await auth.server.pruning.prune()
            for (table, count) in [
                ("sessions", 1), ("session_tokens", 2), ("used_proofs", 1), ("password_throttles", 1), ("attempts", 2),
            ] {
                let left = try await auth.count(of: table)
                XCTAssertEqual(left, count, table)
            }
            _ = try await auth.passport(full.token)
        }
    }

    func testASnapshotTellsWhoMayUseTheirAccount() async throws {
        try await withAuth { auth in
            let (ada, ben) = (try await auth.add("ada"), try await auth.add("ben"))
            try await auth.set(.suspended, of: ben)
            let mfa = try auth.bus.client(of: .mfa, asking: .auth, at: [auth.server.endpoint])
            try await withRunning([mfa]) {
                let page = try await mfa.ask(TakeSnapshot<AuthAnnouncement>())
                XCTAssertEqual(Set(page.events), [.accountActivated(ada.id), .accountSuspended(ben.id)])
                XCTAssertNil(page.next)
            }
        }
    }
}

extension AuthHarness {
    fileprivate func count(of table: String) async throws -> Int? {
        let name = try await database.row("SELECT current_database()::text", as: String.self) ?? ""
        return Int(try await PostgresCluster.shared.runSQL("SELECT count(*) FROM \(table)", in: name))
    }
}
