import IdentityContract
import XCTest

@testable import GatewayService

final class StepUpPathTests: XCTestCase {
    func testWhatIsNeededTravelsToThePageThatAsksForIt() {
        let profile = WayOn("/profile")
        let fresh = Requirement(strength: .mfa, maximumAge: 600)
        XCTAssertEqual(
            Detour.stepUp(fresh, then: profile).path,
            "/verify?then=%2Fprofile&strength=mfa&age=600"
        )
        XCTAssertEqual(
            Detour.stepUp(Requirement(strength: .phishingResistant), then: .applications).path,
            "/verify?strength=phishingResistant"
        )
        XCTAssertEqual(Detour.logIn(then: profile).path, "/login?then=%2Fprofile")
        XCTAssertEqual(Detour.whatIsDue(then: profile).path, "/verify?then=%2Fprofile")
    }

    /// A service may say any number, and no number may end the gateway.
    func testAnAgeThatNoNumberHoldsIsBroughtWithinBounds() {
        for (age, told) in [(1e300, "31622400"), (.infinity, "31622400"), (-1e300, "0"), (.nan, "0")] {
            let path = Detour.stepUp(Requirement(strength: .mfa, maximumAge: age), then: .applications).path
            XCTAssertEqual(path, "/verify?strength=mfa&age=\(told)")
        }
    }

    func testItIsReadBackWithinBounds() {
        XCTAssertEqual(Requirement(strength: "mfa", age: "600"), Requirement(strength: .mfa, maximumAge: 600))
        XCTAssertEqual(Requirement(strength: "mfa", age: nil), Requirement(strength: .mfa))
        XCTAssertEqual(Requirement(strength: "mfa", age: "-5"), Requirement(strength: .mfa, maximumAge: 0))
        XCTAssertEqual(Requirement(strength: "mfa", age: "soon"), Requirement(strength: .mfa))
        XCTAssertNil(Requirement(strength: "strong", age: "600"))
        XCTAssertNil(Requirement(strength: nil, age: "600"))
        let longest = Requirement(strength: "none", age: "9999999999")
        XCTAssertEqual(longest?.maximumAge, 366 * 24 * 60 * 60)
    }
}
