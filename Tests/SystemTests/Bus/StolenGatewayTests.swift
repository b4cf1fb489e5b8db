import AppsContract
import AuthContract
import Foundation
import IdentityContract
import MFAContract
import Messaging
import ProfileContract
import ServiceRuntime
import Support
import XCTest

/// What a taken-over gateway can do: with its own key, on the real bus, against the real services.
///
/// Nobody takes the gateway's word for who is asking, or for what they have shown.
final class StolenGatewayTests: XCTestCase {
    func testWithoutAPassportNothingPersonalIsAnswered() async throws {
        try await withGateway { gateway, _ in
            let proof = SignedProof(unchecked: [1, 2, 3])
            for question in PersonalQuestion.all(proof: proof) {
                let denial = await question.denial(by: gateway, with: nil)
                XCTAssertEqual(denial, .passportMissing, "\(question.subject)")
            }
        }
    }

    func testAnAlteredPassportIsForged() async throws {
        try await withGateway { gateway, person in
            let session = try await gateway.fullSession(of: person)
            // Every byte counts: the key's name, the signature, and each that is said.
            let passport = session.passport.bytes
            for position in stride(from: 0, to: passport.count, by: 7) {
                var altered = passport
                altered[position] ^= 1
                let denial = await PersonalQuestion(ListTiles(), of: \.apps).denial(by: gateway, with: altered)
                XCTAssertEqual(denial, .passportForged, "byte \(position)")
            }
            for question in PersonalQuestion.all(proof: SignedProof(unchecked: [1])) {
                var altered = passport
                altered[altered.count - 3] ^= 1
                let denial = await question.denial(by: gateway, with: altered)
                XCTAssertEqual(denial, .passportForged, "\(question.subject)")
            }
        }
    }

    func testAPendingPassportOpensChallengesEnrolmentAndLogOutOnly() async throws {
        try await withGateway { gateway, person in
            let session = try await gateway.pendingSession(of: person)
            for question in PersonalQuestion.all(proof: SignedProof(unchecked: [1])) where !question.isOpenToPending {
                let denial = await question.denial(by: gateway, with: session.passport.bytes)
                XCTAssertEqual(denial, .sessionPending, "\(question.subject)")
            }
        }
    }

    func testAnExpiredPassportIsRefusedEverywhere() async throws {
        try await withGateway { gateway, person in
            let session = try await gateway.fullSession(of: person)
            try await Task.sleep(for: .seconds(Passport.lifetime + 0.5))
            for question in PersonalQuestion.all(proof: SignedProof(unchecked: [1])) {
                let denial = await question.denial(by: gateway, with: session.passport.bytes)
                XCTAssertEqual(denial, .passportExpired, "\(question.subject)")
            }
        }
    }

    func testAPassportIsUselessFromAnotherKey() async throws {
        try await withTimeLimit(.seconds(240)) {
            let portal = try await DemoPortal.shared.running()
            let person = try portal.person(.busRider)
            // A second gateway with a key of its own, as while a key is exchanged: the services take it in by themselves.
            let other = try BusKeyPair.generate()
            try AddedPeer.add(other.publicKey, as: .gateway, in: portal)
            let first = try StolenGateway(of: portal)
            let second = try StolenGateway(of: portal, holding: other)
            try await first.whileConnected {
                try await second.whileConnected {
                    try await eventually(within: .seconds(20), "The services' reading of the new key") {
                        (try? await second.pendingSession(of: person)) != nil
                    }
                    let questions = PersonalQuestion.all(proof: SignedProof(unchecked: [1]))
                    let session = try await first.fullSession(of: person)
                    for question in questions {
                        let denial = await question.denial(by: second, with: session.passport.bytes)
                        XCTAssertEqual(denial, .passportBorrowed, "\(question.subject)")
                    }
                }
            }
        }
    }

    func testAProofWorksForItsOwnAttemptOnceAndForNothingElse() async throws {
        try await withGateway { gateway, person in
            let first = try await gateway.pendingSession(of: person)
            let second = try await gateway.pendingSession(of: person)
            let proof = try await gateway.proofThatNothingIsDue(in: first)

            await assertRefused(CompleteSignIn.Refusal.proofNotAccepted, "for another attempt") {
                _ = try await gateway.auth.ask(CompleteSignIn(proof: proof), with: second.passport.bytes)
            }
            let full = try await gateway.auth.ask(CompleteSignIn(proof: proof), with: first.passport.bytes)
            XCTAssertEqual(full.session.state, .full)
            do {
                _ = try await gateway.auth.ask(CompleteSignIn(proof: proof), with: first.passport.bytes)
                XCTFail("A proof was taken twice.")
            } catch let refusal as CompleteSignIn.Refusal {
                XCTAssertTrue([.proofUsedBefore, .notPending].contains(refusal), "\(refusal)")
            }
            await assertRefused(RaiseSession.Refusal.proofNotAccepted, "for another purpose") {
                _ = try await gateway.auth.ask(RaiseSession(proof: proof), with: full.passport.bytes)
            }
        }
    }

    func testAProofOfItsOwnMakingIsNoProof() async throws {
        try await withGateway { gateway, person in
            let session = try await gateway.pendingSession(of: person)
            let forger = PassportOffice()
            let passport = try decoded(session.passport)
            let forged = try forger.proof(
                of: session.session.account,
                bond: .attempt(passport.attempt),
                purpose: .signIn,
                finding: .nothingDue
            )
            await assertRefused(CompleteSignIn.Refusal.proofNotAccepted, "forged") {
                _ = try await gateway.auth.ask(CompleteSignIn(proof: forged), with: session.passport.bytes)
            }
        }
    }

    func testTheGatewayIsNoOperator() async throws {
        try await withGateway { gateway, person in
            let account = try await gateway.fullSession(of: person).session.account
            let deeds: [(String, () async throws -> Void)] = [
                (
                    "AddAccount",
                    {
                        _ = try await gateway.auth.ask(AddAccount(email: "m@portico.example", username: "m", roles: []))
                    }
                ),
                ("ListAccounts", { _ = try await gateway.auth.ask(ListAccounts()) }),
                (
                    "SetAccountState",
                    {
                        _ = try await gateway.auth.ask(SetAccountState(account: account, state: .suspended))
                    }
                ),
                ("SetFactorPolicy", { _ = try await gateway.mfa.ask(SetFactorPolicy(policy: FactorPolicy())) }),
                ("PutGroup", { _ = try await gateway.profile.ask(PutGroup(name: "Ours", members: [])) }),
                ("ListApplications", { _ = try await gateway.apps.ask(ListApplications()) }),
            ]
            for (name, deed) in deeds {
                do {
                    try await deed()
                    XCTFail("\(name) was answered.")
                } catch let fault as Fault {
                    XCTAssertEqual(fault.kind, .notPermitted, name)
                }
            }
        }
    }

    func testATargetIsNotToldWithoutTheProofItNeeds() async throws {
        try await withGateway { gateway, person in
            let session = try await gateway.fullSession(of: person)
            let tiles = try await gateway.apps.ask(ListTiles(), with: session.passport.bytes).tiles
            let protected = try XCTUnwrap(tiles.first { $0.name == Example.protected.name })
            let launch = PersonalQuestion(LaunchApplication(application: protected.id), of: \.apps)
            let denial = await launch.denial(by: gateway, with: session.passport.bytes)
            XCTAssertEqual(denial, .assuranceNeeded(protected.requirement))
            let told = try JSONEncoder().encode(tiles)
            XCTAssertFalse(String(decoding: told, as: UTF8.self).contains(Example.protected.host))
        }
    }

    func testAnEndedSessionIsRefusedByEveryServiceWithinASecondOrSo() async throws {
        try await withGateway { gateway, person in
            let session = try await gateway.fullSession(of: person)
            let passport = session.passport.bytes
            _ = try await gateway.auth.ask(EndSession(), with: passport)
            let ended = ContinuousClock.now
            let questions = [
                PersonalQuestion(ShowAccount(), of: \.auth), PersonalQuestion(ListFactors(), of: \.mfa),
                PersonalQuestion(ShowProfile(), of: \.profile), PersonalQuestion(ListTiles(), of: \.apps),
            ]
            for question in questions {
                // Well before the passport's own ten seconds are over.
                try await eventually(within: .seconds(5), "\(question.subject)'s refusal of an ended session") {
                    await question.denial(by: gateway, with: passport) == .sessionEnded
                }
            }
            print("Refused by all four services \(ended.duration(to: .now)) after log-out.")
        }
    }

    // MARK: -

    private func withGateway(_ body: (StolenGateway, DemoAccount) async throws -> Void) async throws {
        try await withTimeLimit(.seconds(240)) {
            let portal = try await DemoPortal.shared.running()
            let person = try portal.person(.busRider)
            let gateway = try StolenGateway(of: portal)
            try await gateway.whileConnected { try await body(gateway, person) }
        }
    }

    private func assertRefused<R: RefusalReason & Equatable>(
        _ expected: R,
        _ what: String,
        _ deed: () async throws -> Void
    ) async {
        do {
            try await deed()
            XCTFail("Accepted: \(what)")
        } catch let refusal as R {
            XCTAssertEqual(refusal, expected, what)
        } catch {
            XCTFail("\(what): \(error)")
        }
    }

    /// What a passport says, read without a check, as anyone may who holds it.
    private func decoded(_ passport: SignedPassport) throws -> Passport {
        let bytes = passport.bytes
        let start = 1 + Int(bytes[0]) + 64
        return try JSONDecoder().decode(Passport.self, from: Data(bytes[start...]))
    }
}
