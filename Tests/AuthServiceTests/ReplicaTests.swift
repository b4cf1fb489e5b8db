import AuthContract
import Foundation
import IdentityContract
import Messaging
import ServiceRuntime
import Support
import XCTest

/// Several replicas are one auth: no fact is in the memory of any of them.
final class ReplicaTests: XCTestCase {
    func testOfFiftyGuessesAtTwoReplicasExactlySixAreJudged() async throws {
        try await withAuth { auth in
            try await auth.withReplica { other in
                let ada = try await auth.add("ada")
                let attempt = try await auth.begin(ada.email)
                let judged = await withTaskGroup(of: Bool.self) { group in
                    for guess in 0..<50 {
                        group.addTask {
                            let check = CheckPassword(
                                attempt: attempt,
                                password: Secret("guess \(guess)"),
                                browser: AuthHarness.browser
                            )
                            let replica = guess.isMultiple(of: 2) ? auth.gateway : other
                            do {
                                _ = try await replica.ask(check, within: .seconds(30))
                                return false
                            } catch {
                                return error as? CheckPassword.Refusal == .wrongCredentials
                            }
                        }
                    }
                    return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
                }
                XCTAssertEqual(judged, 6)
            }
        }
    }

    func testASignInGoesOnAtAnotherReplicaAndEndsAtBoth() async throws {
        try await withAuth { auth in
            try await auth.withReplica { other in
                let ada = try await auth.add("ada")
                let attempt = try await auth.begin(ada.email)
                let pending = try await other.ask(
                    CheckPassword(attempt: attempt, password: ada.password, browser: AuthHarness.browser)
                )
                let full = try await auth.complete(pending)
                _ = try await other.ask(IssuePassport(token: full.token))
                _ = try await auth.gateway.ask(EndSession(), with: full.passport.bytes)
                await assertEnds(with: IssuePassport.Refusal.noSession) {
                    try await other.ask(IssuePassport(token: full.token))
                }
                await assertDenied(.sessionEnded) { try await other.ask(ShowAccount(), with: full.passport.bytes) }
            }
        }
    }

    func testARepeatAtAnotherReplicaIsTheSameChange() async throws {
        try await withAuth { auth in
            try await auth.withReplica { other in
                let ada = try await auth.add("ada")
                let attempt = try await auth.begin(ada.email)
                let check = CheckPassword(attempt: attempt, password: ada.password, browser: AuthHarness.browser)
                let key = IdempotencyKey()
                // Side by side, as when the first falls silent and the question goes to another.
                async let first = auth.gateway.ask(check, once: key)
                async let second = other.ask(check, once: key)
                let (one, two) = try await (first, second)
                XCTAssertEqual(one.session.id, two.session.id)
                var live = 0
                for session in [one, two] where (try? await auth.passport(session.token)) != nil { live += 1 }
                XCTAssertEqual(live, 1)
            }
        }
    }
}
