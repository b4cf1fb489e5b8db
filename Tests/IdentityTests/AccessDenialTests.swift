import Foundation
import IdentityContract
import Messaging
import XCTest

final class AccessDenialTests: XCTestCase {
    func testEveryDenialArrivesAsItWasSent() throws {
        let simple: [AccessDenial] = [
            .passportMissing, .passportForged, .passportExpired, .passportBorrowed, .sessionEnded, .sessionPending,
        ]
        let needs = Strength.allCases.flatMap { strength in
            [nil, 0, 0.5, 600, 1e300, -1e300, .infinity].map {
                AccessDenial.assuranceNeeded(Requirement(strength: strength, maximumAge: $0))
            }
        }
        for denial in simple + needs {
            let travelled = try JSONDecoder().decode(Denial.self, from: JSONEncoder().encode(denial.denial))
            XCTAssertEqual(AccessDenial(travelled), denial)
        }
        XCTAssertEqual(Set(simple.map(\.denial.code)).count, simple.count)
    }

    func testWholeSecondsAreToldAsSuch() {
        let denial = AccessDenial.assuranceNeeded(Requirement(strength: .mfa, maximumAge: 600)).denial
        XCTAssertEqual(denial.detail, ["strength": "mfa", "maximumAge": "600"])
    }

    func testWhatIsNoneOfTheseIsNotGuessedAt() {
        for denial in [
            Denial(code: "something-else"), Denial(code: "assurance-needed"),
            Denial(code: "assurance-needed", detail: ["strength": "strong", "maximumAge": ""]),
            Denial(code: "assurance-needed", detail: ["strength": "mfa", "maximumAge": "soon"]),
        ] {
            XCTAssertNil(AccessDenial(denial), "\(denial)")
        }
    }
}
