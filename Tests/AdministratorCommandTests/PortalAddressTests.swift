import AuthContract
import ServiceRuntime
import XCTest

@testable import AdministratorCommand

final class PortalAddressTests: XCTestCase {
    func testTheLinkBeginsWithWherePeopleReachThePortal() throws {
        let invitation = InvitationToken(Secret("SECRET"))
        for (address, link) in [
            ("https://portal.example.com", "https://portal.example.com/first-administrator/SECRET"),
            ("https://portal.example.com:8443/", "https://portal.example.com:8443/first-administrator/SECRET"),
            ("http://localhost:8080", "http://localhost:8080/first-administrator/SECRET"),
        ] {
            XCTAssertEqual(try PortalAddress(address, givenAs: "--url").link(holding: invitation), link)
        }
    }

    func testASecretTravelsNeitherInTheClearNorSomewhereElse() {
        for address in [
            "http://portal.example.com", "http://localhost.example.com", "portal.example.com", "ftp://localhost",
            "https://", "https://a.example/b", "https://a.example?b", "https://a.example#b", "https://a:b@c.example",
            "",
        ] {
            XCTAssertThrowsError(try PortalAddress(address, givenAs: "--url"), address) { error in
                XCTAssertEqual((error as? Complaint)?.status, .wrongSettings, address)
            }
        }
    }
}
