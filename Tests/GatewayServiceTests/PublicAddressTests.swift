import HTTP
import ServiceRuntime
import XCTest

@testable import GatewayService

final class PublicAddressTests: XCTestCase {
    func testEverythingDerivesFromIt() throws {
        let table: [(text: String, origin: String, authority: String, isSecure: Bool)] = [
            ("https://portal.example.com", "https://portal.example.com", "portal.example.com", true),
            ("HTTPS://Portal.Example.COM/", "https://portal.example.com", "portal.example.com", true),
            ("https://portal.example.com:443", "https://portal.example.com", "portal.example.com", true),
            ("https://portal.example.com:8443", "https://portal.example.com:8443", "portal.example.com:8443", true),
            ("https://[2001:db8::1]:8443", "https://[2001:db8::1]:8443", "[2001:db8::1]:8443", true),
            ("http://localhost:8080", "http://localhost:8080", "localhost:8080", false),
            ("http://localhost", "http://localhost", "localhost", false),
        ]
        for row in table {
            let address = try PublicAddress(parsing: row.text)
            XCTAssertEqual(address.origin, row.origin)
            XCTAssertEqual(address.authority, row.authority)
            XCTAssertEqual(address.isSecure, row.isSecure)
        }
    }

    /// Over http anybody on the way reads the passwords.
    func testPlainHTTPIsForLocalhostAlone() {
        for text in [
            "http://portal.example.com", "http://localhost.example.com", "http://127.0.0.1", "http://10.0.0.1",
        ] {
            XCTAssertThrowsError(try PublicAddress(parsing: text)) { error in
                XCTAssertTrue("\(error)".hasPrefix("must begin with https://"), "\(error)")
            }
        }
    }

    func testWhatIsNoAddressIsRefused() {
        for text in [
            "", "portal.example.com", "ftp://portal.example.com", "https://", "https://a b.example",
            "https://me@portal.example.com", "https://portal.example.com/portal", "https://portal.example.com/?x",
            "https://portal.example.com/#x", "https://portal.example.com:70000",
        ] {
            XCTAssertThrowsError(try PublicAddress(parsing: text), text)
        }
    }

    func testOnlyItsOwnHostIsMeant() throws {
        let portal = try PublicAddress(parsing: "https://portal.example.com")
        let local = PublicAddress(localhostPort: 8080)
        func isMeant(_ address: PublicAddress, _ host: String) throws -> Bool {
            address.isMeant(by: try XCTUnwrap(RequestHost(host)))
        }
        XCTAssertTrue(try isMeant(portal, "portal.example.com"))
        XCTAssertTrue(try isMeant(portal, "PORTAL.example.com:443"))
        XCTAssertFalse(try isMeant(portal, "portal.example.com:80"))
        XCTAssertFalse(try isMeant(portal, "portal.example.com.evil.example"))
        XCTAssertFalse(try isMeant(portal, "localhost"))
        XCTAssertTrue(try isMeant(local, "localhost:8080"))
        XCTAssertFalse(try isMeant(local, "localhost"))
        XCTAssertFalse(try isMeant(local, "127.0.0.1:8080"))
    }

    func testWrongSettingsAreToldTogether() {
        let environment = ["PORTICO_PUBLIC_URL": "http://portal.example.com", "PORTICO_LISTEN": "nowhere"]
        XCTAssertThrowsError(try SettingValues(of: GatewaySettings.all, in: environment)) { error in
            let text = "\(error)"
            XCTAssertTrue(text.contains("PORTICO_PUBLIC_URL must begin with https://"), text)
            XCTAssertTrue(text.contains("PORTICO_LISTEN must be host:port"), text)
            XCTAssertTrue(text.contains("PORTICO_AUTH must be set"), text)
        }
    }
}
