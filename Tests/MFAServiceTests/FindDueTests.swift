import Foundation
import IdentityContract
import MFAContract
import Messaging
import ProfileContract
import ServiceRuntime
import Support
import XCTest

final class FindDueTests: XCTestCase {
    private let day: TimeInterval = 24 * 60 * 60

    // MARK: Signing in

    func testNothingIsDueWherePolicyAsksNothingAndThatIsSigned() async throws {
        try await MFAHouse.open { house in
            let ada = house.visitor()
            guard case .nothing(let signed) = try await house.ask(FindDue(), as: ada) else { return XCTFail("due") }

            let proof = try house.proof(signed, for: ada)
            XCTAssertEqual(proof.finding, .nothingDue)
            XCTAssertEqual(proof.strongestFactor, .none)
            // It completes this sign-in and no other.
            XCTAssertThrowsError(try house.proof(signed, for: ada.elsewhere(at: house.clock.now)))
            house.clock.advance(by: Proof.lifetime)
            XCTAssertThrowsError(try house.proof(signed, for: ada))
        }
    }

    func testWhoHasAFactorIsChallengedWhetherOrNotPolicyAsks() async throws {
        try await MFAHouse.open { house in
            let ada = house.visitor()
            _ = try await house.enrolled(ada)
            let due = try await house.ask(FindDue(), as: ada.elsewhere(at: house.clock.now))
            XCTAssertEqual(due, .challenge([.oneTimeCode]))
        }
    }

    func testPolicyForEveryoneForRolesAndForGroups() async throws {
        let (now, staff) = (SystemClock().now, GroupID(at: SystemClock().now))
        let (ada, brian) = (AccountID(at: now), AccountID(at: now))
        try await MFAHouse.open(groups: [.groupChanged(staff, members: [ada])]) { house in
            func isDue(_ account: AccountID, roles: Set<Role> = [.user]) async throws -> Bool {
                if case .nothing = try await house.ask(FindDue(), as: house.visitor(account, roles: roles)) {
                    return false
                }
                return true
            }
            func set(_ policy: FactorPolicy) async throws {
                _ = try await house.operation.ask(SetFactorPolicy(policy: policy))
            }
            try await house.hearGroups(1)

            try await set(FactorPolicy(requiredOfGroups: [staff]))
            let ofGroup = (try await isDue(ada), try await isDue(brian))
            XCTAssertTrue(ofGroup == (true, false), "\(ofGroup)")

            try await set(FactorPolicy(requiredOfRoles: [.administrator]))
            let ofRole = (try await isDue(brian), try await isDue(brian, roles: [.user, .administrator]))
            XCTAssertTrue(ofRole == (false, true), "\(ofRole)")

            try await set(FactorPolicy(requiredOfEveryone: true))
            let ofEveryone = try await isDue(brian)
            XCTAssertTrue(ofEveryone)
        }
    }

    func testAChangeOfGroupsIsHeard() async throws {
        let staff = GroupID(at: SystemClock().now)
        try await MFAHouse.open { house in
            let ada = house.visitor()
            _ = try await house.operation.ask(SetFactorPolicy(policy: FactorPolicy(requiredOfGroups: [staff])))
            try await house.profile.announce(.groupChanged(staff, members: [ada.account]))
            try await house.hearGroups(1)
            guard case .enrolment = try await house.ask(FindDue(), as: ada) else { return XCTFail("nothing due") }

            try await house.profile.announce(.groupRemoved(staff))
            try await eventually("The end of the group") {
                if case .nothing = try await house.ask(FindDue(), as: ada) { true } else { false }
            }
        }
    }

    func testGroupsThatNobodyHasToldOfLeaveASignInPending() async throws {
        try await MFAHouse.open(groups: nil) { house in
            let policy = FactorPolicy(requiredOfGroups: [GroupID(at: house.clock.now)])
            _ = try await house.operation.ask(SetFactorPolicy(policy: policy))
            do {
                let due = try await house.ask(FindDue(), as: house.visitor())
                XCTFail("\(due)")
            } catch let fault as Fault {
                XCTAssertEqual(fault.kind, .unavailable)
            }
        }
    }

    // MARK: The enrolment period

    func testEnrolmentCanBePutOffUntilThePeriodIsOver() async throws {
        try await MFAHouse.open(replicas: 2) { house in
            _ = try await house.operation.ask(SetFactorPolicy(policy: FactorPolicy(requiredOfEveryone: true)))
            let (ada, first) = (house.visitor(), house.clock.now)
            let begun = try await house.ask(FindDue(), as: ada)
            XCTAssertEqual(begun, .enrolment([.oneTimeCode], postponableUntil: first + 7 * day))
            let proof = try house.proof(try await house.ask(PostponeEnrolment(), as: ada).proof, for: ada)
            XCTAssertEqual(proof.finding, .nothingDue)

            // The period began at that sign-in and at no later one, whichever replica is asked.
            house.clock.advance(by: 7 * day - 1)
            let later = house.visitor(ada.account)
            let stillOpen = try await house.ask(FindDue(), as: later, of: 1)
            XCTAssertEqual(stillOpen, .enrolment([.oneTimeCode], postponableUntil: first + 7 * day))
            _ = try await house.ask(PostponeEnrolment(), as: later)

            house.clock.advance(by: 1)
            let over = try await house.ask(FindDue(), as: later, of: 1)
            XCTAssertEqual(over, .enrolment([.oneTimeCode], postponableUntil: nil))
            try await house.assertRefuses(PostponeEnrolment(), as: later, because: .notPostponable)

            // A clock that is set back does not lengthen it.
            house.clock.advance(by: -30 * day)
            let back = try await house.ask(FindDue(), as: house.visitor(ada.account))
            XCTAssertEqual(back, .enrolment([.oneTimeCode], postponableUntil: house.clock.now + 7 * day))
        }
    }

    func testAdministratorsAndThoseWithAFactorAndFullSessionsPutNothingOff() async throws {
        try await MFAHouse.open { house in
            _ = try await house.operation.ask(SetFactorPolicy(policy: FactorPolicy(requiredOfEveryone: true)))
            let administrator = house.visitor(roles: [.user, .administrator])
            let due = try await house.ask(FindDue(), as: administrator)
            XCTAssertEqual(due, .enrolment([.oneTimeCode], postponableUntil: nil))
            try await house.assertRefuses(PostponeEnrolment(), as: administrator, because: .notPostponable)

            let ada = house.visitor()
            _ = try await house.enrolled(ada)
            try await house.assertRefuses(PostponeEnrolment(), as: ada, because: .notPostponable)

            let full = house.signedIn(house.visitor())
            try await house.assertRefuses(PostponeEnrolment(), as: full, because: .notPostponable)
        }
    }

    // MARK: Stepping up

    func testAStepUpWithoutAFactor() async throws {
        try await MFAHouse.open { house in
            let ada = house.signedIn(house.visitor())
            func due(_ strength: Strength) async throws -> FindDue.Reply {
                try await house.ask(FindDue(requirement: Requirement(strength: strength, maximumAge: 600)), as: ada)
            }
            let answers = (try await due(.none), try await due(.mfa), try await due(.phishingResistant))
            XCTAssertEqual(answers.0, .password)
            XCTAssertEqual(answers.1, .enrolment([.oneTimeCode], postponableUntil: nil))
            // No method here is strong enough, and none that would not do is offered.
            XCTAssertEqual(answers.2, .enrolment([], postponableUntil: nil))
        }
    }

    func testAStepUpWithAnApp() async throws {
        try await MFAHouse.open { house in
            let pending = house.visitor()
            _ = try await house.enrolled(pending)
            let ada = house.signedIn(pending)
            func due(_ strength: Strength) async throws -> FindDue.Reply {
                try await house.ask(FindDue(requirement: Requirement(strength: strength)), as: ada)
            }
            let answers = (try await due(.none), try await due(.mfa), try await due(.phishingResistant))
            // The password would do for nobody who has more than that.
            XCTAssertEqual(answers.0, .challenge([.oneTimeCode]))
            XCTAssertEqual(answers.1, .challenge([.oneTimeCode]))
            XCTAssertEqual(answers.2, .enrolment([], postponableUntil: nil))
        }
    }

    // MARK: The policy

    func testThePolicyIsShownAsItWasSet() async throws {
        try await MFAHouse.open { house in
            let initial = try await house.operation.ask(ShowFactorPolicy())
            XCTAssertEqual(initial, FactorPolicy(requiredOfRoles: [.administrator]))

            let policy = FactorPolicy(
                requiredOfEveryone: false,
                requiredOfGroups: [GroupID(at: house.clock.now), GroupID(at: house.clock.now)],
                requiredOfRoles: [.administrator],
                enrolmentDays: 30
            )
            _ = try await house.operation.ask(SetFactorPolicy(policy: policy))
            let shown = try await house.operation.ask(ShowFactorPolicy())
            XCTAssertEqual(shown, policy)
        }
    }

    func testDaysOutOfRangeAreRefused() async throws {
        try await MFAHouse.open { house in
            for days in [0, -1, 366] {
                do {
                    _ = try await house.operation.ask(SetFactorPolicy(policy: FactorPolicy(enrolmentDays: days)))
                    XCTFail("\(days)")
                } catch let refusal as SetFactorPolicy.Refusal {
                    XCTAssertEqual(refusal, .enrolmentDaysOutOfRange)
                }
            }
            let shown = try await house.operation.ask(ShowFactorPolicy())
            XCTAssertEqual(shown.enrolmentDays, 7)
        }
    }
}
