import Foundation
import IdentityContract
import MFAContract
import Messaging
import ServiceRuntime
import XCTest

@testable import MFAService

final class PolicyRuleTests: XCTestCase {
    private let now = Date(timeIntervalSince1970: 1_790_000_000)
    private let day: TimeInterval = 24 * 60 * 60

    private func personal(
        _ policy: FactorPolicy,
        roles: Set<Role> = [.user],
        groups: Set<GroupID>? = []
    ) -> PersonalPolicy {
        PersonalPolicy(policy: policy, roles: roles, groups: groups)
    }

    func testAFactorIsRequiredOfEveryoneOfRolesAndOfGroups() throws {
        let (staff, others) = (GroupID(at: now), GroupID(at: now))
        XCTAssertFalse(try personal(FactorPolicy()).isFactorRequired)
        XCTAssertTrue(try personal(FactorPolicy(requiredOfEveryone: true)).isFactorRequired)

        let ofAdministrators = FactorPolicy(requiredOfRoles: [.administrator])
        XCTAssertFalse(try personal(ofAdministrators).isFactorRequired)
        XCTAssertTrue(try personal(ofAdministrators, roles: [.user, .administrator]).isFactorRequired)

        let ofStaff = FactorPolicy(requiredOfGroups: [staff])
        XCTAssertFalse(try personal(ofStaff, groups: [others]).isFactorRequired)
        XCTAssertTrue(try personal(ofStaff, groups: [others, staff]).isFactorRequired)
    }

    func testMembershipThatNobodyHasToldOfWaivesNothing() {
        let ofStaff = FactorPolicy(requiredOfGroups: [GroupID(at: now)])
        XCTAssertThrowsError(try personal(ofStaff, groups: nil).isFactorRequired) {
            XCTAssertEqual(($0 as? Fault)?.kind, .unavailable)
        }
        XCTAssertFalse(try personal(FactorPolicy(), groups: nil).isFactorRequired)
    }

    func testEnrolmentIsPutOffForThePeriodAndNotLonger() {
        let policy = personal(FactorPolicy(enrolmentDays: 7))
        XCTAssertEqual(policy.postponable(dueSince: now, at: now), now + 7 * day)
        XCTAssertEqual(policy.postponable(dueSince: now, at: now + 7 * day - 1), now + 7 * day)
        XCTAssertNil(policy.postponable(dueSince: now, at: now + 7 * day))
    }

    func testAPeriodThatBeganInTheFutureIsNoLonger() {
        let policy = personal(FactorPolicy(enrolmentDays: 7))
        XCTAssertEqual(policy.postponable(dueSince: now + 100 * day, at: now), now + 7 * day)
    }

    func testAdministratorsPutNothingOff() {
        let policy = personal(FactorPolicy(), roles: [.user, .administrator])
        XCTAssertNil(policy.postponable(dueSince: now, at: now))
    }

    func testNamesOfFactors() {
        XCTAssertEqual(FactorName.acceptable("  Ada's phone 📱 "), "Ada's phone 📱")
        XCTAssertEqual(FactorName.acceptable("e\u{301}"), "\u{E9}")
        XCTAssertNotNil(FactorName.acceptable(String(repeating: "é", count: 60)))
        for refused in [
            "", "   ", String(repeating: "a", count: 61), "a\nb", "a\0b", "a\u{202E}b", "\u{7F}",
            String(repeating: "a", count: 100_000),
        ] {
            XCTAssertNil(FactorName.acceptable(refused), refused.debugDescription)
        }
    }
}
