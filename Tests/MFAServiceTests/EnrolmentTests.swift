import Cryptography
import Foundation
import IdentityContract
import MFAContract
import Messaging
import ServiceRuntime
import Support
import XCTest

final class EnrolmentTests: XCTestCase {
    private let label = BeginAppEnrolment(label: "ada@example.com")

    private func confirmation(of app: App, at now: Date, named name: String = "Phone") -> ConfirmAppEnrolment {
        ConfirmAppEnrolment(enrolment: app.id, code: app.code(at: now), name: name)
    }

    func testAnAppIsEnrolledDuringASignIn() async throws {
        try await MFAHouse.open { house in
            let ada = house.visitor()
            let begun = try await house.ask(label, as: ada)
            XCTAssertEqual(begun.key.expose().count, 32)
            XCTAssertEqual(begun.expiresAt, house.clock.now + 15 * 60)
            XCTAssertEqual(
                begun.provisioningURI.expose(),
                "otpauth://totp/Analytical%20Engines:ada%40example.com?secret=\(begun.key.expose())"
                    + "&issuer=Analytical%20Engines&algorithm=SHA1&digits=6&period=30"
            )
            // Until it is confirmed it counts for nothing.
            let app = try App(begun)
            try await house.assertRefuses(
                CheckCode(code: app.code(at: house.clock.now)),
                as: ada,
                because: .notEnrolled
            )

            let reply = try await house.ask(confirmation(of: app, at: house.clock.now, named: " My phone "), as: ada)
            let proof = try house.proof(reply.proof, for: ada)
            XCTAssertEqual(proof.finding, .enrolled(.oneTimeCode))
            XCTAssertEqual(proof.strongestFactor, .mfa)
            let due = try await house.ask(FindDue(), as: ada)
            XCTAssertEqual(due, .challenge([.oneTimeCode]))
            let listed = try await house.ask(ListFactors(), as: house.signedIn(ada))
            XCTAssertEqual(listed.factors.map(\.id), [app.id])
            XCTAssertEqual(listed.factors.map(\.name), ["My phone"])
            XCTAssertEqual(listed.factors.map(\.addedAt), [house.clock.now])

            // The code that confirmed is used up.
            try await house.assertRefuses(
                CheckCode(code: app.code(at: house.clock.now)),
                as: ada,
                because: .wrongCode
            )
        }
    }

    func testAnEnrolmentIsShownAgainToItsOwnSessionAlone() async throws {
        try await MFAHouse.open { house in
            let ada = house.visitor()
            let begun = try await house.ask(label, as: ada)
            let shown = try await house.ask(ShowAppEnrolment(enrolment: begun.enrolment), as: ada)
            XCTAssertEqual(shown.key.expose(), begun.key.expose())
            XCTAssertEqual(shown.provisioningURI.expose(), begun.provisioningURI.expose())
            XCTAssertEqual(shown.expiresAt, begun.expiresAt)

            var stranger = house.visitor()
            stranger.session = ada.session
            for other in [ada.elsewhere(at: house.clock.now), stranger] {
                let show = ShowAppEnrolment(enrolment: begun.enrolment)
                try await house.assertRefuses(show, as: other, because: .enrolmentGone)
                let confirm = confirmation(of: try App(begun), at: house.clock.now)
                try await house.assertRefuses(confirm, as: other, because: .enrolmentGone)
            }
            let unknown = ShowAppEnrolment(enrolment: FactorID(at: house.clock.now))
            try await house.assertRefuses(unknown, as: ada, because: .enrolmentGone)
        }
    }

    func testAnEnrolmentLivesForFifteenMinutesAndIsConfirmedOnce() async throws {
        try await MFAHouse.open { house in
            let ada = house.visitor()
            let old = try App(try await house.ask(label, as: ada))
            house.clock.advance(by: 15 * 60)
            try await house.assertRefuses(ShowAppEnrolment(enrolment: old.id), as: ada, because: .enrolmentGone)
            let late = confirmation(of: old, at: house.clock.now)
            try await house.assertRefuses(late, as: ada, because: .enrolmentGone)

            let app = try await house.enrol(ada)
            try await house.assertRefuses(ShowAppEnrolment(enrolment: app.id), as: ada, because: .enrolmentGone)
            house.clock.advance(by: 60)
            let again = confirmation(of: app, at: house.clock.now)
            try await house.assertRefuses(again, as: ada, because: .enrolmentGone)
        }
    }

    func testASessionHasOneEnrolmentAtATime() async throws {
        try await MFAHouse.open { house in
            let ada = house.visitor()
            let first = try await house.ask(label, as: ada)
            let second = try await house.ask(label, as: ada)
            XCTAssertNotEqual(first.key.expose(), second.key.expose())
            try await house.assertRefuses(
                ShowAppEnrolment(enrolment: first.enrolment),
                as: ada,
                because: .enrolmentGone
            )
            _ = try await house.ask(confirmation(of: try App(second), at: house.clock.now), as: ada)
        }
    }

    func testARepeatOfTheSameQuestionShowsTheSameEnrolment() async throws {
        try await MFAHouse.open(replicas: 2) { house in
            let (ada, key) = (house.visitor(), IdempotencyKey())
            let first = try await house.ask(label, as: ada, once: key)
            let second = try await house.ask(label, as: ada, once: key, of: 1)
            XCTAssertEqual(first.enrolment, second.enrolment)
            XCTAssertEqual(first.key.expose(), second.key.expose())

            let confirmationKey = IdempotencyKey()
            let confirm = confirmation(of: try App(first), at: house.clock.now)
            let proofs = [
                try await house.ask(confirm, as: ada, once: confirmationKey),
                try await house.ask(confirm, as: ada, once: confirmationKey, of: 1),
            ].map { try? house.proof($0.proof, for: ada) }
            XCTAssertNotNil(proofs[0])
            XCTAssertEqual(proofs[0], proofs[1])
            let listed = try await house.ask(ListFactors(), as: house.signedIn(ada)).factors
            XCTAssertEqual(listed.count, 1)
        }
    }

    // MARK: Who may

    func testASignInCannotAddAFactorToAnAccountThatHasOne() async throws {
        try await MFAHouse.open { house in
            let ada = house.visitor()
            _ = try await house.enrolled(ada)
            try await house.assertRefuses(label, as: ada.elsewhere(at: house.clock.now), because: .alreadyEnrolled)
            try await house.assertRefuses(label, as: ada, because: .alreadyEnrolled)
        }
    }

    func testASignInThatBeganBeforeTheFactorWasThereDoesNotFinish() async throws {
        try await MFAHouse.open { house in
            // Who knows only the password begins, and waits until the owner has enrolled.
            let owner = house.visitor()
            let thief = owner.elsewhere(at: house.clock.now)
            let prepared = try App(try await house.ask(label, as: thief))
            let app = try await house.enrolled(owner)
            let late = confirmation(of: prepared, at: house.clock.now)
            try await house.assertRefuses(late, as: thief, because: .enrolmentGone)
            // Nor by a full session that had shown no more when it began.
            try await house.assertRefuses(late, as: house.signedIn(thief), because: .enrolmentGone)
            let listed = try await house.ask(ListFactors(), as: house.signedIn(owner)).factors
            XCTAssertEqual(listed.map(\.id), [app.id])
        }
    }

    func testOfManyConfirmationsAtOnceOneGetsThrough() async throws {
        try await MFAHouse.open(replicas: 2) { house in
            let ada = house.visitor()
            var prepared: [(visitor: PassportHolder, app: App)] = []
            for _ in 0..<12 {
                let visitor = ada.elsewhere(at: house.clock.now)
                prepared.append((visitor, try App(try await house.ask(label, as: visitor))))
            }
            let outcomes = try await withThrowingTaskGroup(of: ConfirmAppEnrolment.Refusal?.self) { group in
                for (number, (visitor, app)) in prepared.enumerated() {
                    let confirm = confirmation(of: app, at: house.clock.now)
                    group.addTask {
                        do {
                            _ = try await house.ask(confirm, as: visitor, of: number % 2)
                            return nil
                        } catch let refusal as ConfirmAppEnrolment.Refusal {
                            return refusal
                        }
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            XCTAssertEqual(outcomes.count { $0 == nil }, 1)
            XCTAssertEqual(outcomes.count { $0 == .enrolmentGone }, 11)
            let listed = try await house.ask(ListFactors(), as: house.signedIn(ada)).factors
            XCTAssertEqual(listed.count, 1)
        }
    }

    func testAFullSessionShowsTheStrongestThatTheAccountHas() async throws {
        try await MFAHouse.open { house in
            func assertNeeds(_ strength: Strength, _ visitor: PassportHolder, line: UInt = #line) async throws {
                do {
                    _ = try await house.ask(label, as: visitor)
                    XCTFail("begun", line: line)
                } catch let denial as Denial {
                    let needed = Requirement(strength: strength, maximumAge: Requirement.sensitiveAge)
                    XCTAssertEqual(AccessDenial(denial), .assuranceNeeded(needed), line: line)
                }
            }
            // Without a factor: the password, not older than ten minutes.
            let ada = house.signedIn(house.visitor())
            house.clock.advance(by: 601)
            try await assertNeeds(.none, ada)
            let fresh = house.signedIn(ada, by: .password)
            let app = try await house.enrolled(fresh)

            // With one: a code; what the passport tells of factors may be older than that.
            try await assertNeeds(.mfa, fresh)
            let proven = house.signedIn(fresh, by: .oneTimeCode)
            let second = try await house.enrol(proven, named: "Tablet")
            let listed = try await house.ask(ListFactors(), as: proven).factors
            XCTAssertEqual(Set(listed.map(\.id)), [app.id, second.id])
            house.clock.advance(by: 601)
            try await assertNeeds(.mfa, proven)
        }
    }

    func testTenFactorsAreTheMost() async throws {
        try await MFAHouse.open { house in
            let pending = house.visitor()
            _ = try await house.enrol(pending)
            let ada = house.signedIn(pending, by: .oneTimeCode)
            for number in 1..<9 { _ = try await house.enrol(ada, named: "\(number)") }

            // Two begin the tenth: one of them becomes it.
            let other = ada.elsewhere(at: house.clock.now)
            let apps = [try App(try await house.ask(label, as: ada)), try App(try await house.ask(label, as: other))]
            _ = try await house.ask(confirmation(of: apps[0], at: house.clock.now), as: ada)
            let eleventh = confirmation(of: apps[1], at: house.clock.now)
            try await house.assertRefuses(eleventh, as: other, because: .enrolmentGone)
            try await house.assertRefuses(label, as: ada, because: .tooManyFactors)
        }
    }

    // MARK: What is typed

    func testNamesThatAreNoneAreRefusedAndNothingIsJudged() async throws {
        try await MFAHouse.open { house in
            let ada = house.visitor()
            let app = try App(try await house.ask(label, as: ada))
            for name in ["", "  ", "a\nb", "a\u{202E}b", "\0", String(repeating: "n", count: 61)] {
                let confirm = confirmation(of: app, at: house.clock.now, named: name)
                try await house.assertRefuses(confirm, as: ada, because: .nameNotAcceptable)
            }
            _ = try await house.ask(
                confirmation(of: app, at: house.clock.now, named: String(repeating: "é", count: 60)),
                as: ada
            )
        }
    }

    func testLabelsThatAreNoneAreMalformed() async throws {
        try await MFAHouse.open { house in
            for label in ["", "a\nb", "a\0", String(repeating: "a", count: 255)] {
                do {
                    _ = try await house.ask(BeginAppEnrolment(label: label), as: house.visitor())
                    XCTFail(label)
                } catch let fault as Fault {
                    XCTAssertEqual(fault.kind, .malformed)
                }
            }
            _ = try await house.ask(BeginAppEnrolment(label: String(repeating: "a", count: 254)), as: house.visitor())
        }
    }
}
