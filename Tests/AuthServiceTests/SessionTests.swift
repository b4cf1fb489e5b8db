import AuthContract
import Foundation
import IdentityContract
import Messaging
import Postgres
import ServiceRuntime
import Support
import XCTest

final class SessionTests: XCTestCase {
    private let minute: TimeInterval = 60
    private let hour: TimeInterval = 60 * 60
    private let day: TimeInterval = 24 * 60 * 60

    private func assertGone(_ token: SessionToken, _ auth: AuthHarness, line: UInt = #line) async {
        await assertEnds(with: IssuePassport.Refusal.noSession, line: line) { try await auth.passport(token) }
    }

    func testASessionThatIsNotUsedForAnHourIsOver() async throws {
        try await withAuth { auth in
            let session = try await auth.signIn(try await auth.add("ada"))
            auth.clock.advance(by: hour - 1)
            _ = try await auth.passport(session.token)
            auth.clock.advance(by: hour - 1)
            _ = try await auth.passport(session.token)
            auth.clock.advance(by: hour)
            await assertGone(session.token, auth)
        }
    }

    func testASessionIsOverAfterTwelveHoursHoweverItIsUsed() async throws {
        try await withAuth { auth in
            let session = try await auth.signIn(try await auth.add("ada"))
            for _ in 0..<23 {
                auth.clock.advance(by: hour / 2)
                _ = try await auth.passport(session.token)
            }
            auth.clock.advance(by: hour / 2 - 5)
            // Its last passport ends with it.
            let last = try await auth.passport(session.token)
            XCTAssertEqual(last.session.passportExpiresAt, auth.clock.now + 5)
            XCTAssertEqual(try auth.statement(last.passport).expiresAt, auth.clock.now + 5)
            auth.clock.advance(by: 5)
            await assertGone(session.token, auth)
        }
    }

    func testARememberedSessionIsOverAfterSevenDaysWithoutUseOrThirtyWithIt() async throws {
        try await withAuth { auth in
            let ada = try await auth.add("ada")
            let idle = try await auth.signIn(ada, remember: true)
            XCTAssertTrue(idle.session.isRemembered)
            XCTAssertEqual(idle.session.endsAt, auth.clock.now + 30 * day)
            auth.clock.advance(by: 7 * day)
            await assertGone(idle.token, auth)

            let used = try await auth.signIn(ada, remember: true)
            for _ in 0..<29 {
                auth.clock.advance(by: day)
                _ = try await auth.passport(used.token)
            }
            auth.clock.advance(by: day)
            await assertGone(used.token, auth)
        }
    }

    func testAPendingSessionIsOverAfterAQuarterOfAnHourHoweverItIsUsed() async throws {
        try await withAuth { auth in
            let pending = try await auth.openPending(try await auth.add("ada"), remember: true)
            for _ in 0..<14 {
                auth.clock.advance(by: minute)
                _ = try await auth.passport(pending.token)
            }
            auth.clock.advance(by: minute)
            await assertGone(pending.token, auth)
        }
    }

    func testTheLastUseIsWrittenOnceAMinute() async throws {
        try await withAuth { auth in
            let session = try await auth.signIn(try await auth.add("ada"))
            func written() async throws -> Date? {
                try await auth.database.row("SELECT used_at FROM sessions", as: Date.self)
            }
            let signedIn = auth.clock.now
            auth.clock.advance(by: 59)
            _ = try await auth.passport(session.token)
            let afterLess = try await written()
            XCTAssertEqual(afterLess, signedIn)
            auth.clock.advance(by: 1)
            _ = try await auth.passport(session.token)
            let afterAMinute = try await written()
            XCTAssertEqual(afterAMinute, signedIn + 60)
        }
    }

    func testCompletingGivesANewTokenAndTheOldOneStaysPendingForTenSeconds() async throws {
        try await withAuth { auth in
            let pending = try await auth.openPending(try await auth.add("ada"))
            let full = try await auth.complete(pending)
            XCTAssertNotEqual(full.token.text.expose(), pending.token.text.expose())
            auth.clock.advance(by: 9)
            let old = try await auth.passport(pending.token)
            // Its last passport ends with it.
            XCTAssertEqual(old.session.passportExpiresAt, auth.clock.now + 1)
            XCTAssertEqual(try auth.statement(old.passport).expiresAt, auth.clock.now + 1)
            XCTAssertEqual(old.session.state, .pending)
            XCTAssertEqual(try auth.statement(old.passport).state, .pending)
            auth.clock.advance(by: 1)
            await assertGone(pending.token, auth)
            let new = try await auth.passport(full.token)
            XCTAssertEqual(new.session.state, .full)
        }
    }

    func testEveryRiseGivesANewTokenAndTheOldOneKeepsItsAssuranceForTenSeconds() async throws {
        try await withAuth { auth in
            let ada = try await auth.add("ada")
            var session = try await auth.signIn(ada)
            let rises: [(Method, (OpenedSession) async throws -> OpenedSession)] = [
                (
                    .oneTimeCode,
                    { session in
                        let proof = try auth.stepUpProof(for: session, strongestFactor: .none)
                        return try await auth.gateway.ask(RaiseSession(proof: proof), with: session.passport.bytes)
                    }
                ),
                (
                    .password,
                    { session in
                        try await auth.gateway.ask(
                            ConfirmPassword(password: ada.password),
                            with: session.passport.bytes
                        )
                    }
                ),
                (
                    .password,
                    { session in
                        try await auth.gateway.ask(
                            ChangePassword(current: ada.password, new: Secret("an entirely new one")),
                            with: session.passport.bytes
                        )
                    }
                ),
            ]
            for (method, rise) in rises {
                // So that a later verification is seen to be later.
                auth.clock.advance(by: 2)
                let raised = try await rise(session)
                XCTAssertEqual(raised.session.id, session.session.id)
                // What was shown before stays, with its own time.
                let expected = session.session.assurance.adding(method, at: auth.clock.now)
                XCTAssertNotEqual(expected, session.session.assurance)
                XCTAssertEqual(raised.session.assurance, expected)
                auth.clock.advance(by: 9)
                let old = try await auth.passport(session.token)
                XCTAssertEqual(old.session.assurance, session.session.assurance)
                XCTAssertEqual(try auth.statement(old.passport).assurance, session.session.assurance)
                auth.clock.advance(by: 1)
                await assertGone(session.token, auth)
                let fresh = try await auth.passport(raised.token)
                XCTAssertEqual(fresh.session.assurance, raised.session.assurance)
                session = OpenedSession(token: raised.token, passport: fresh.passport, session: fresh.session)
            }
        }
    }

    func testAnOldTokenGainsNothingThatAnotherProved() async throws {
        try await withAuth { auth in
            let ada = try await auth.add("ada")
            let session = try await auth.signIn(ada)
            let raised = try await auth.gateway.ask(
                RaiseSession(proof: try auth.stepUpProof(for: session)),
                with: session.passport.bytes
            )
            XCTAssertNotNil(raised.session.assurance.lastVerified(with: .mfa))
            let confirmed = try await auth.gateway.ask(
                ConfirmPassword(password: ada.password),
                with: session.passport.bytes
            )
            XCTAssertNil(confirmed.session.assurance.lastVerified(with: .mfa))

            let proof = try auth.stepUpProof(for: session, .passed(.recoveryCode))
            let recovered = try await auth.gateway.ask(RaiseSession(proof: proof), with: session.passport.bytes)
            XCTAssertEqual(
                recovered.session.assurance,
                session.session.assurance.adding(.recoveryCode, at: auth.clock.now)
            )
        }
    }

    func testTheSessionUnusedForLongestMakesWayAndPendingOnesPushOutNoFullOne() async throws {
        try await withAuth { auth in
            let ada = try await auth.add("ada")
            let oldest = try await auth.signIn(ada)
            auth.clock.advance(by: 1)
            let second = try await auth.signIn(ada)
            for _ in 0..<12 { _ = try await auth.openPending(ada) }
            _ = try await auth.passport(oldest.token)
            let pending = try await auth.database.row(
                "SELECT count(*) FROM sessions WHERE state = 'pending'",
                as: Int.self
            )
            XCTAssertEqual(pending, 10)
            // The one that was just opened stays, also where others were used at a replica whose clock is ahead.
            _ = try await auth.database.run("UPDATE sessions SET used_at = used_at + interval '1 minute'")
            _ = try await auth.openPending(ada)
            _ = try await auth.database.run("UPDATE sessions SET used_at = used_at - interval '1 minute'")

            let position = try await auth.position()
            for _ in 0..<49 { _ = try await auth.signIn(ada) }
            await assertGone(oldest.token, auth)
            _ = try await auth.passport(second.token)
            let full = try await auth.database.row("SELECT count(*) FROM sessions WHERE state = 'full'", as: Int.self)
            XCTAssertEqual(full, 50)
            let ended = try await auth.news(since: position).flatMap(\.endedSessions)
            XCTAssertTrue(ended.contains(oldest.session.id))
        }
    }
}
