import AuthContract
import Cryptography
import Foundation
import IdentityContract
import Messaging
import Postgres
import ServiceRuntime
import Support
import XCTest

final class ThrottlingTests: XCTestCase {
    /// How many of these guesses were judged wrong, how many not judged, and how many ended in another way.
    private func outcomes(
        of guesses: Int,
        for email: String,
        _ auth: AuthHarness
    ) async throws -> (judged: Int, closed: Int, other: Int) {
        let attempt = try await auth.begin(email)
        return await withTaskGroup(of: CheckPassword.Refusal?.self) { group in
            for guess in 0..<guesses {
                group.addTask {
                    let check = CheckPassword(
                        attempt: attempt,
                        password: Secret("guess \(guess)"),
                        browser: AuthHarness.browser
                    )
                    do {
                        _ = try await auth.gateway.ask(check, within: .seconds(30))
                        return nil
                    } catch {
                        return error as? CheckPassword.Refusal
                    }
                }
            }
            return await group.reduce(into: (judged: 0, closed: 0, other: 0)) { counts, refusal in
                switch refusal {
                case .wrongCredentials: counts.judged += 1
                case .tooManyTries: counts.closed += 1
                default: counts.other += 1
                }
            }
        }
    }

    func testOfFiftyGuessesSideBySideExactlySixAreJudged() async throws {
        try await withAuth { auth in
            let ada = try await auth.add("ada")
            for email in [ada.email, "nobody@example.org"] {
                let counts = try await outcomes(of: 50, for: email, auth)
                XCTAssertEqual(counts.judged, 6, email)
                XCTAssertEqual(counts.closed, 44, email)
                XCTAssertEqual(counts.other, 0, email)
            }
            // The right one is not judged either, until ten minutes are over.
            await assertEnds(with: CheckPassword.Refusal.tooManyTries) { try await auth.openPending(ada) }
            auth.clock.advance(by: 599)
            await assertEnds(with: CheckPassword.Refusal.tooManyTries) { try await auth.openPending(ada) }
            auth.clock.advance(by: 1)
            _ = try await auth.openPending(ada)
        }
    }

    func testTheRightPasswordForgivesTheWrongOnes() async throws {
        try await withAuth { auth in
            let ada = try await auth.add("ada")
            for _ in 0..<3 {
                for _ in 0..<5 { _ = try? await auth.tryPassword(Secret("wrong"), for: ada.email) }
                _ = try await auth.openPending(ada)
            }
            let kept = try await auth.database.row("SELECT count(*) FROM password_throttles", as: Int.self)
            XCTAssertEqual(kept, 0)
        }
    }

    func testOneAddressClosedLeavesOthersOpen() async throws {
        try await withAuth { auth in
            let (ada, ben) = (try await auth.add("ada"), try await auth.add("ben"))
            for _ in 0..<7 { _ = try? await auth.tryPassword(Secret("wrong"), for: ada.email) }
            await assertEnds(with: CheckPassword.Refusal.tooManyTries) { try await auth.openPending(ada) }
            _ = try await auth.openPending(ben)
        }
    }

    func testAnotherSpellingOfTheAddressIsTheSameAddress() async throws {
        try await withAuth { auth in
            let ada = try await auth.add("ada")
            for _ in 0..<3 {
                _ = try? await auth.tryPassword(Secret("wrong"), for: "ADA@example.org")
                _ = try? await auth.tryPassword(Secret("wrong"), for: " ada@EXAMPLE.org")
            }
            await assertEnds(with: CheckPassword.Refusal.tooManyTries) { try await auth.openPending(ada) }
        }
    }

    func testAPasswordInASessionCountsInTheSamePlace() async throws {
        try await withAuth { auth in
            let ada = try await auth.add("ada")
            let session = try await auth.signIn(ada)
            for _ in 0..<2 {
                _ = try? await auth.tryPassword(Secret("wrong"), for: ada.email)
                await assertEnds(with: ConfirmPassword.Refusal.wrongPassword) {
                    try await auth.gateway.ask(
                        ConfirmPassword(password: Secret("wrong")),
                        with: session.passport.bytes
                    )
                }
                await assertEnds(with: ChangePassword.Refusal.wrongPassword) {
                    try await auth.gateway.ask(
                        ChangePassword(current: Secret("wrong"), new: Secret("a new long password")),
                        with: session.passport.bytes
                    )
                }
            }
            await assertEnds(with: CheckPassword.Refusal.tooManyTries) { try await auth.openPending(ada) }
            await assertEnds(with: ConfirmPassword.Refusal.tooManyTries) {
                try await auth.gateway.ask(ConfirmPassword(password: ada.password), with: session.passport.bytes)
            }
            await assertEnds(with: ChangePassword.Refusal.tooManyTries) {
                try await auth.gateway.ask(
                    ChangePassword(current: ada.password, new: Secret("a new long password")),
                    with: session.passport.bytes
                )
            }
        }
    }

    func testARepeatOfAWrongPasswordIsOneTry() async throws {
        try await withAuth { auth in
            let ada = try await auth.add("ada")
            let attempt = try await auth.begin(ada.email)
            let check = CheckPassword(attempt: attempt, password: Secret("wrong"), browser: AuthHarness.browser)
            let key = IdempotencyKey()
            for _ in 0..<10 {
                await assertEnds(with: CheckPassword.Refusal.wrongCredentials) {
                    try await auth.gateway.ask(check, once: key)
                }
            }
            for _ in 0..<5 { _ = try? await auth.tryPassword(Secret("wrong"), for: ada.email) }
            await assertEnds(with: CheckPassword.Refusal.tooManyTries) { try await auth.openPending(ada) }
        }
    }

    func testOneKeyIsNotAWayToGuessManyPasswords() async throws {
        try await withAuth { auth in
            let ada = try await auth.add("ada")
            let attempt = try await auth.begin(ada.email)
            let key = IdempotencyKey()
            for guess in 0..<6 {
                let check = CheckPassword(
                    attempt: attempt,
                    password: Secret("guess \(guess)"),
                    browser: AuthHarness.browser
                )
                _ = try? await auth.gateway.ask(check, once: key)
            }
            await assertEnds(with: CheckPassword.Refusal.tooManyTries) { try await auth.openPending(ada) }
        }
    }

    func testTooMuchWorkIsSaidAtOnceAndCountsForNothing() async throws {
        let slow = try XCTUnwrap(Argon2Parameters(memoryKiB: 64 * 1024, passes: 4))
        let hasher = PasswordHasher(threads: 1, queueLimit: 0, parameters: slow)
        try await withAuth(hasher: hasher) { auth in
            let attempt = try await auth.begin("nobody@example.org")
            let check = CheckPassword(attempt: attempt, password: Secret("wrong"), browser: AuthHarness.browser)
            let overloaded = await withTaskGroup(of: Bool.self) { group in
                for _ in 0..<12 {
                    group.addTask {
                        do {
                            _ = try await auth.gateway.ask(check, within: .seconds(30))
                            return false
                        } catch {
                            return (error as? Fault)?.kind == .overloaded
                        }
                    }
                }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            XCTAssertGreaterThan(overloaded, 6)
            let counted = try await auth.database.row(
                "SELECT jsonb_array_length(throttle -> 'counted') FROM password_throttles",
                as: Int.self
            )
            XCTAssertEqual(counted, 12 - overloaded)
        }
    }

    func testATryWhoseTimeIsOverBeforeItIsJudgedCountsForNothing() async throws {
        let slow = try XCTUnwrap(Argon2Parameters(memoryKiB: 192 * 1024, passes: 16))
        let hasher = PasswordHasher(threads: 1, queueLimit: 8, parameters: slow)
        try await withAuth(hasher: hasher) { auth in
            let attempt = try await auth.begin("nobody@example.org")
            let check = CheckPassword(attempt: attempt, password: Secret("wrong"), browser: AuthHarness.browser)
            // Occupies the only thread until long after the try's deadline.
            async let busy = hasher.hash(Secret("x"))
            try await eventually("The work before it") { hasher.counts.running == 1 }
            await assertFault(.deadlinePassed) { try await auth.gateway.ask(check, within: .seconds(1)) }
            try await eventually("The end of the count") {
                // On a slow machine its time may be over before it was counted at all.
                let counted = try await auth.database.row(
                    "SELECT jsonb_array_length(throttle -> 'counted') FROM password_throttles",
                    as: Int.self
                )
                return (counted ?? 0) == 0
            }
            _ = try await busy
        }
    }
}
