import Cryptography
import Foundation
import IdentityContract
import MFAContract
import Messaging
import Postgres
import ServiceRuntime
import Support
import XCTest

@testable import MFAService

final class CheckCodeTests: XCTestCase {
    func testARightCodeIsProvenForASignInAndForAStepUp() async throws {
        try await MFAHouse.open { house in
            let ada = house.visitor()
            let app = try await house.enrolled(ada)
            let pending = ada.elsewhere(at: house.clock.now)
            let first = try await house.ask(CheckCode(code: app.code(at: house.clock.now)), as: pending)
            let signIn = try house.proof(first.proof, for: pending)
            XCTAssertEqual(signIn.finding, .passed(.oneTimeCode))
            XCTAssertEqual(signIn.strongestFactor, .mfa)
            XCTAssertEqual(signIn.expiresAt, house.clock.now + Proof.lifetime)

            house.clock.advance(by: 30)
            let full = house.signedIn(pending)
            let second = try await house.ask(CheckCode(code: app.code(at: house.clock.now)), as: full)
            let stepUp = try house.proof(second.proof, for: full)
            XCTAssertEqual(stepUp.finding, .passed(.oneTimeCode))
            XCTAssertNotEqual(stepUp.id, signIn.id)
            // A step-up's proof does not complete a sign-in, nor the other way round.
            XCTAssertThrowsError(try house.proof(second.proof, for: pending))
            XCTAssertThrowsError(try house.proof(first.proof, for: full))
        }
    }

    func testTheCodesOfRFC6238AreAccepted() async throws {
        // RFC 6238 appendix B, SHA-1: the last six of its eight digits.
        let vectors: [(TimeInterval, String)] = [
            (59, "287082"), (1_111_111_109, "081804"), (1_111_111_111, "050471"), (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
        ]
        try await MFAHouse.open(at: Date(timeIntervalSince1970: 0)) { house in
            let ada = house.visitor()
            let app = AuthenticatorApp(
                id: FactorID(at: house.clock.now),
                secret: Secret(Array("12345678901234567890".utf8)),
                lastStep: .min
            )
            let store = AuthenticatorAppStore(sealing: house.keys.sealing)
            try await house.database.transaction { transaction in
                _ = try await AccountStore(database: house.database)
                    .lock(ada.account, at: house.clock.now, in: transaction)
                try await store.insert(app, of: ada.account, named: "RFC", at: house.clock.now, in: transaction)
            }
            for (time, code) in vectors {
                house.clock.advance(by: time - house.clock.now.timeIntervalSince1970)
                _ = try await house.ask(CheckCode(code: Secret(code)), as: house.visitor(ada.account))
            }
        }
    }

    func testTheCodesThatOathtoolShowsAreAccepted() async throws {
        try await MFAHouse.open { house in
            let ada = house.visitor()
            let begun = try await house.ask(BeginAppEnrolment(label: "ada@example.com"), as: ada)
            func shown() async throws -> Secret<String> {
                let seconds = Int(house.clock.now.timeIntervalSince1970)
                let code = try await runCommand(
                    "/usr/bin/oathtool",
                    ["--totp", "--base32", begun.key.expose(), "--now", "@\(seconds)"]
                )
                return Secret(code.trimmingCharacters(in: .newlines))
            }
            _ = try await house.ask(
                ConfirmAppEnrolment(enrolment: begun.enrolment, code: try await shown(), name: "Phone"),
                as: ada
            )
            for _ in 0..<3 {
                house.clock.advance(by: 30)
                _ = try await house.ask(CheckCode(code: try await shown()), as: ada)
            }
        }
    }

    func testOneStepEarlyOrLateIsAcceptedAndTwoAreNot() async throws {
        try await MFAHouse.open { house in
            let ada = house.visitor()
            let app = try await house.enrolled(ada)
            for (seconds, isAccepted) in [(-60.0, false), (60, false), (-30, true), (30, true)] {
                house.clock.advance(by: 600)
                let code = app.code(at: house.clock.now + seconds)
                do {
                    _ = try await house.ask(CheckCode(code: code), as: ada)
                    XCTAssertTrue(isAccepted, "\(seconds)")
                } catch let refusal as CheckCode.Refusal {
                    XCTAssertEqual(refusal, .wrongCode)
                    XCTAssertFalse(isAccepted, "\(seconds)")
                }
            }
        }
    }

    func testACodeWorksOnceInEveryReplicaAndAfterARestart() async throws {
        try await MFAHouse.open(replicas: 2) { house in
            let ada = house.visitor()
            let app = try await house.enrolled(ada)
            let (before, now) = (house.clock.now - 30, house.clock.now)
            _ = try await house.ask(CheckCode(code: app.code(at: now)), as: ada)

            try await house.assertRefuses(CheckCode(code: app.code(at: now)), as: ada, because: .wrongCode)
            let elsewhere = ada.elsewhere(at: now)
            try await house.assertRefuses(
                CheckCode(code: app.code(at: now)),
                as: elsewhere,
                because: .wrongCode,
                of: 1
            )
            // Nor one from before it, although its step alone would still be admitted.
            try await house.assertRefuses(CheckCode(code: app.code(at: before)), as: ada, because: .wrongCode, of: 1)
            try await house.withAnother { line in
                do {
                    _ = try await line.ask(CheckCode(code: app.code(at: now)), with: house.credential(of: ada))
                    XCTFail("accepted again")
                } catch let refusal as CheckCode.Refusal {
                    XCTAssertEqual(refusal, .wrongCode)
                }
            }
        }
    }

    func testAClockThatIsSetBackMakesNoCodeGoodAgain() async throws {
        try await MFAHouse.open { house in
            let ada = house.visitor()
            let app = try await house.enrolled(ada)
            let code = app.code(at: house.clock.now)
            _ = try await house.ask(CheckCode(code: code), as: ada)
            house.clock.advance(by: -30)
            let back = house.visitor(ada.account)
            try await house.assertRefuses(CheckCode(code: code), as: back, because: .wrongCode)
            let earlier = CheckCode(code: app.code(at: house.clock.now))
            try await house.assertRefuses(earlier, as: back, because: .wrongCode)
            house.clock.advance(by: 60)
            _ = try await house.ask(CheckCode(code: app.code(at: house.clock.now)), as: back)
        }
    }

    func testOfFiftyWhoSendOneCodeAtOnceOneGetsThrough() async throws {
        try await MFAHouse.open(replicas: 2) { house in
            let ada = house.visitor()
            let app = try await house.enrolled(ada)
            let code = app.code(at: house.clock.now)
            let accepted = await withTaskGroup(of: Bool.self) { group in
                for number in 0..<50 {
                    group.addTask { (try? await house.ask(CheckCode(code: code), as: ada, of: number % 2)) != nil }
                }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            XCTAssertEqual(accepted, 1)
        }
    }

    func testARepeatOfTheSameQuestionAnswersTheSameProof() async throws {
        try await MFAHouse.open(replicas: 2) { house in
            let ada = house.visitor()
            let app = try await house.enrolled(ada)
            let (key, question) = (IdempotencyKey(), CheckCode(code: app.code(at: house.clock.now)))
            let first = try await house.ask(question, as: ada, once: key)
            let second = try await house.ask(question, as: ada, once: key, of: 1)
            let proofs = (try house.proof(first.proof, for: ada), try house.proof(second.proof, for: ada))
            XCTAssertEqual(proofs.0, proofs.1)

            // A wrong code that is sent again is counted once.
            let (wrongKey, wrong) = (IdempotencyKey(), CheckCode(code: app.wrongCode(at: house.clock.now)))
            for _ in 0..<10 {
                do {
                    _ = try await house.ask(wrong, as: ada, once: wrongKey)
                    XCTFail("accepted")
                } catch let refusal as CheckCode.Refusal {
                    XCTAssertEqual(refusal, .wrongCode)
                }
            }
            house.clock.advance(by: 30)
            _ = try await house.ask(CheckCode(code: app.code(at: house.clock.now)), as: ada)
        }
    }

    func testTheKeyOfSomebodysQuestionBringsNobodyElseItsAnswer() async throws {
        try await MFAHouse.open { house in
            let ada = house.visitor()
            let app = try await house.enrolled(ada)
            let (key, question) = (IdempotencyKey(), CheckCode(code: app.code(at: house.clock.now)))
            _ = try await house.ask(question, as: ada, once: key)
            do {
                _ = try await house.ask(question, as: house.visitor(), once: key)
                XCTFail("answered")
            } catch let fault as Fault {
                XCTAssertEqual(fault.kind, .malformed)
            }
        }
    }

    func testTheCodeOfAnyOfOnesAppsIsRight() async throws {
        try await MFAHouse.open { house in
            let ada = house.visitor()
            let phone = try await house.enrolled(ada)
            let full = house.signedIn(ada, by: .oneTimeCode)
            let tablet = try await house.enrol(full, named: "Tablet")
            house.clock.advance(by: 60)
            _ = try await house.ask(CheckCode(code: tablet.code(at: house.clock.now)), as: full)
            _ = try await house.ask(CheckCode(code: phone.code(at: house.clock.now)), as: full)

            let listed = try await house.ask(ListFactors(), as: full).factors
            XCTAssertEqual(listed.map(\.name), ["Phone", "Tablet"])
            XCTAssertEqual(listed.map(\.lastUsedAt), [house.clock.now, house.clock.now])
        }
    }

    func testWhatIsNoCodeIsAWrongOne() async throws {
        try await MFAHouse.open { house in
            let ada = house.visitor()
            let app = try await house.enrolled(ada)
            let code = app.code(at: house.clock.now).expose()
            for typed in ["", code + "0", " " + code, "١٢٣٤٥٦"] {
                try await house.assertRefuses(CheckCode(code: Secret(typed)), as: ada, because: .wrongCode)
            }
            _ = try await house.ask(CheckCode(code: Secret(code)), as: ada)
            for typed in [String(code.dropLast()), "1e5000", String(repeating: "1", count: 100_000)] {
                try await house.assertRefuses(CheckCode(code: Secret(typed)), as: ada, because: .wrongCode)
            }
        }
    }

    func testWhoHasNoFactorIsToldSo() async throws {
        try await MFAHouse.open { house in
            try await house.assertRefuses(CheckCode(code: Secret("123456")), as: house.visitor(), because: .notEnrolled)
        }
    }

    func testAnothersCodeIsWrong() async throws {
        try await MFAHouse.open { house in
            let (ada, brian) = (house.visitor(), house.visitor())
            let adas = try await house.enrol(ada)
            _ = try await house.enrol(brian)
            house.clock.advance(by: 60)
            try await house.assertRefuses(
                CheckCode(code: adas.code(at: house.clock.now)),
                as: brian,
                because: .wrongCode
            )
        }
    }
}
