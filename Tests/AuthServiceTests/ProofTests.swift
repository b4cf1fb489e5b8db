import AuthContract
import Cryptography
import Foundation
import IdentityContract
import Messaging
import ServiceRuntime
import Support
import XCTest

/// A session becomes full, and gains assurance, on a proof that mfa signed for exactly that; and on nothing else.
final class ProofTests: XCTestCase {
    func testAPassedChallengeCountsAndAnEnrolmentDoesNot() async throws {
        try await withAuth { auth in
            let ada = try await auth.add("ada")
            let now = auth.clock.now
            let password = Assurance().adding(.password, at: now)

            var pending = try await auth.openPending(ada)
            var full = try await auth.complete(pending, with: auth.signInProof(for: pending, .passed(.oneTimeCode)))
            XCTAssertEqual(full.session.assurance, password.adding(.oneTimeCode, at: now))

            pending = try await auth.openPending(ada)
            full = try await auth.complete(pending, with: auth.signInProof(for: pending, .enrolled(.oneTimeCode)))
            XCTAssertEqual(full.session.state, .full)
            XCTAssertEqual(full.session.assurance, password)

            let raised = try await auth.gateway.ask(
                RaiseSession(proof: try auth.stepUpProof(for: full)),
                with: full.passport.bytes
            )
            XCTAssertEqual(raised.session.assurance, password.adding(.oneTimeCode, at: now))
        }
    }

    func testAProofForAnythingElseCompletesNothing() async throws {
        try await withAuth { auth in
            let (ada, ben) = (try await auth.add("ada"), try await auth.add("ben"))
            let pending = try await auth.openPending(ada)
            let attempt = try auth.attempt(of: pending)
            let otherAttempt = try auth.attempt(of: try await auth.openPending(ada))
            let stranger = PassportOffice(clock: auth.clock)
            var good = try XCTUnwrap(auth.signInProof(for: pending).statement(checkedWith: auth.office.proofKeys))
            let bad: [(String, SignedProof)] = [
                (
                    "another's",
                    try auth.office.proof(of: ben.id, bond: .attempt(attempt), purpose: .signIn, finding: .nothingDue)
                ),
                (
                    "another attempt's",
                    try auth.office.proof(of: ada.id, bond: .attempt(otherAttempt), purpose: .signIn)
                ),
                (
                    "a session's",
                    try auth.office.proof(of: ada.id, bond: .session(pending.session.id), purpose: .signIn)
                ),
                ("a step-up's", try auth.office.proof(of: ada.id, bond: .attempt(attempt), purpose: .stepUp)),
                (
                    "expired",
                    try auth.office.proof(
                        of: ada.id,
                        bond: .attempt(attempt),
                        purpose: .signIn,
                        issuedAt: auth.clock.now - 60
                    )
                ),
                (
                    "from the future",
                    try auth.office.proof(
                        of: ada.id,
                        bond: .attempt(attempt),
                        purpose: .signIn,
                        issuedAt: auth.clock.now + 10
                    )
                ),
                ("signed by another key", try stranger.proof(of: ada.id, bond: .attempt(attempt), purpose: .signIn)),
                ("signed by auth's own key", try SignedProof(good, by: auth.office.passportKey)),
                ("nothing at all", SignedProof(unchecked: [])),
                ("a passport", SignedProof(unchecked: pending.passport.bytes)),
            ]
            for (what, proof) in bad {
                await assertEnds(with: CompleteSignIn.Refusal.proofNotAccepted) {
                    try await auth.complete(pending, with: proof)
                }
                let still = try await auth.passport(pending.token)
                XCTAssertEqual(still.session.state, .pending, what)
            }
            // One that claims to live for longer than proofs do.
            good.expiresAt = auth.clock.now + 3600
            await assertEnds(with: CompleteSignIn.Refusal.proofNotAccepted) {
                try await auth.complete(pending, with: auth.office.sign(good))
            }
            // And every bit of a good one matters.
            let bytes = try auth.signInProof(for: pending).bytes
            for index in stride(from: 0, to: bytes.count, by: 7) {
                var altered = bytes
                altered[index] ^= 0x04
                await assertEnds(with: CompleteSignIn.Refusal.proofNotAccepted) {
                    try await auth.complete(pending, with: SignedProof(unchecked: altered))
                }
            }
            _ = try await auth.complete(pending)
        }
    }

    func testThatNothingIsDueIsGoodForItsMinute() async throws {
        try await withAuth { auth in
            let ada = try await auth.add("ada")
            let pending = try await auth.openPending(ada)
            let proof = try auth.signInProof(for: pending)
            auth.clock.advance(by: 60)
            let fresh = try await auth.passport(pending.token)
            await assertEnds(with: CompleteSignIn.Refusal.proofNotAccepted) {
                try await auth.gateway.ask(CompleteSignIn(proof: proof), with: fresh.passport.bytes)
            }
        }
    }

    func testAProofWorksOnce() async throws {
        try await withAuth { auth in
            let ada = try await auth.add("ada")
            let pending = try await auth.openPending(ada)
            let proof = try auth.signInProof(for: pending)
            let full = try await auth.complete(pending, with: proof)
            await assertEnds(with: CompleteSignIn.Refusal.proofUsedBefore) {
                try await auth.complete(pending, with: proof)
            }
            let stepUp = try auth.stepUpProof(for: full)
            let raised = try await auth.gateway.ask(RaiseSession(proof: stepUp), with: full.passport.bytes)
            await assertEnds(with: RaiseSession.Refusal.proofUsedBefore) {
                try await auth.gateway.ask(RaiseSession(proof: stepUp), with: raised.passport.bytes)
            }
        }
    }

    func testTwentySideBySideUseAProofOnce() async throws {
        try await withAuth { auth in
            let full = try await auth.signIn(try await auth.add("ada"))
            let proof = try auth.stepUpProof(for: full)
            let outcomes = await withTaskGroup(of: String.self) { group in
                for _ in 0..<20 {
                    group.addTask {
                        do {
                            _ = try await auth.gateway.ask(
                                RaiseSession(proof: proof),
                                with: full.passport.bytes,
                                within: .seconds(20)
                            )
                            return "raised"
                        } catch {
                            return "\(error)"
                        }
                    }
                }
                return await group.reduce(into: [:]) { $0[$1, default: 0] += 1 }
            }
            XCTAssertEqual(outcomes, ["raised": 1, "proofUsedBefore": 19])
        }
    }

    func testAFullSessionIsNotCompletedAgain() async throws {
        try await withAuth { auth in
            let ada = try await auth.add("ada")
            let pending = try await auth.openPending(ada)
            let full = try await auth.complete(pending)
            // With a proof of its own, from the token that is still pending and from the full one.
            for passport in [pending.passport, full.passport] {
                await assertEnds(with: CompleteSignIn.Refusal.notPending) {
                    try await auth.gateway.ask(
                        CompleteSignIn(proof: try auth.signInProof(for: pending)),
                        with: passport.bytes
                    )
                }
            }
        }
    }

    func testAnEndedSessionIsNotCompleted() async throws {
        try await withAuth { auth in
            let pending = try await auth.openPending(try await auth.add("ada"))
            _ = try await auth.gateway.ask(EndSession(), with: pending.passport.bytes)
            await assertEnds(with: CompleteSignIn.Refusal.notPending) { try await auth.complete(pending) }
        }
    }

    func testAPendingSessionIsNotRaised() async throws {
        try await withAuth { auth in
            let ada = try await auth.add("ada")
            let pending = try await auth.openPending(ada)
            await assertDenied(.sessionPending) {
                try await auth.gateway.ask(
                    RaiseSession(proof: try auth.stepUpProof(for: pending)),
                    with: pending.passport.bytes
                )
            }
            await assertDenied(.sessionPending) {
                try await auth.gateway.ask(ConfirmPassword(password: ada.password), with: pending.passport.bytes)
            }
        }
    }

    func testAStepUpForAnythingElseRaisesNothing() async throws {
        try await withAuth { auth in
            let (ada, ben) = (try await auth.add("ada"), try await auth.add("ben"))
            let full = try await auth.signIn(ada)
            let other = try await auth.signIn(ada)
            let bens = try await auth.signIn(ben)
            let attempt = try auth.attempt(of: full)
            let bad: [SignedProof] = [
                try auth.stepUpProof(for: other),
                try auth.stepUpProof(for: bens),
                try auth.stepUpProof(for: full, .nothingDue),
                try auth.office.proof(of: ada.id, bond: .attempt(attempt), purpose: .stepUp),
                try auth.office.proof(of: ada.id, bond: .session(full.session.id), purpose: .signIn),
                try PassportOffice(clock: auth.clock).proof(
                    of: ada.id,
                    bond: .session(full.session.id),
                    purpose: .stepUp
                ),
            ]
            for proof in bad {
                await assertEnds(with: RaiseSession.Refusal.proofNotAccepted) {
                    try await auth.gateway.ask(RaiseSession(proof: proof), with: full.passport.bytes)
                }
            }
            let same = try await auth.passport(full.token)
            XCTAssertEqual(same.session.assurance, full.session.assurance)
        }
    }
}
