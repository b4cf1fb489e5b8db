import Foundation
import IdentityContract
import XCTest

final class RequirementTests: XCTestCase {
    private let now = Date(timeIntervalSince1970: 1_790_000_000)

    private func assurance(_ verifications: (Method, TimeInterval)...) -> Assurance {
        Assurance(verifications.map { Assurance.Verification($0.0, at: now - $0.1) })
    }

    func testEachMethodMeetsWhatItsStrengthContains() {
        let table: [(Method, Set<Strength>)] = [
            (.password, [.none]),
            (.oneTimeCode, [.none, .mfa]),
            (.push, [.none, .mfa]),
            (.duo, [.none, .mfa]),
            (.recoveryCode, [.none, .mfa]),
            (.securityKey, [.none, .mfa, .phishingResistant]),
        ]
        XCTAssertEqual(Set(table.map(\.0)), Set(Method.allCases))
        for (method, met) in table {
            for strength in Strength.allCases {
                let requirement = Requirement(strength: strength)
                XCTAssertEqual(
                    requirement.isMet(by: assurance((method, 5)), at: now),
                    met.contains(strength),
                    "\(method) for \(strength)"
                )
            }
        }
    }

    func testNothingMeetsWhatNobodyVerified() {
        for strength in Strength.allCases {
            XCTAssertFalse(Requirement(strength: strength).isMet(by: Assurance(), at: now))
        }
    }

    func testAVerificationIsFreshUpToItsAgeAndNoLonger() {
        let requirement = Requirement(strength: .mfa, maximumAge: 600)
        for (age, isMet) in [(0.0, true), (599.9, true), (600, true), (600.1, false), (86_400, false)] {
            XCTAssertEqual(requirement.isMet(by: assurance((.oneTimeCode, age)), at: now), isMet, "\(age) s")
        }
        XCTAssertTrue(Requirement(strength: .mfa).isMet(by: assurance((.oneTimeCode, 86_400)), at: now))
        XCTAssertFalse(Requirement(strength: .mfa, maximumAge: .nan).isMet(by: assurance((.oneTimeCode, 0)), at: now))
    }

    func testAVerificationFromTheFutureCountsAsJustMade() {
        let requirement = Requirement(strength: .mfa, maximumAge: 600)
        XCTAssertTrue(requirement.isMet(by: assurance((.oneTimeCode, -3600)), at: now))
    }

    func testFreshnessIsThatOfSomethingStrongEnough() {
        let requirement = Requirement(strength: .mfa, maximumAge: 600)
        XCTAssertFalse(requirement.isMet(by: assurance((.password, 0), (.oneTimeCode, 601)), at: now))
        XCTAssertTrue(requirement.isMet(by: assurance((.password, 9999), (.securityKey, 10)), at: now))
        XCTAssertTrue(requirement.isMet(by: assurance((.oneTimeCode, 9999), (.push, 10)), at: now))
        let phishingResistant = Requirement(strength: .phishingResistant, maximumAge: 600)
        XCTAssertFalse(phishingResistant.isMet(by: assurance((.securityKey, 601), (.oneTimeCode, 0)), at: now))
    }

    func testPassingAMethodAgainRenewsItAndNeverMakesItOlder() {
        let first = assurance((.password, 100)).adding(.oneTimeCode, at: now - 50)
        XCTAssertEqual(first.verifications.map(\.method), [.password, .oneTimeCode])
        let renewed = first.adding(.password, at: now)
        XCTAssertEqual(renewed.verifications.map(\.method), [.password, .oneTimeCode])
        XCTAssertEqual(renewed.lastVerified(with: .none), now)
        XCTAssertEqual(renewed.lastVerified(with: .mfa), now - 50)
        XCTAssertNil(renewed.lastVerified(with: .phishingResistant))
        XCTAssertEqual(renewed.adding(.password, at: now - 1000), renewed)
    }

    func testASensitiveChangeAsksForTheStrongestKindWithinTenMinutes() {
        for strength in Strength.allCases {
            XCTAssertEqual(
                Requirement.sensitiveChange(whereStrongestIs: strength),
                Requirement(strength: strength, maximumAge: 600)
            )
        }
    }
}
