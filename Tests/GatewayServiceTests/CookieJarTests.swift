import HTTP
import XCTest

@testable import GatewayService

final class CookieJarTests: XCTestCase {
    func testOverHTTPSCookiesAreBoundToTheHost() throws {
        let jar = CookieJar(address: try PublicAddress(parsing: "https://portal.example.com"))
        for kind in CookieJar.Kind.allCases {
            let header = try jar.keeping(kind, "value").headerValue
            let attributes = attributes(header)
            XCTAssertTrue(header.hasPrefix("__Host-portico-\(kind.rawValue)=value;"), header)
            XCTAssertTrue(attributes.isSuperset(of: ["Secure", "HttpOnly", "SameSite=Lax", "Path=/"]), header)
            XCTAssertFalse(header.contains("Domain"), header)
            XCTAssertFalse(header.contains("Max-Age"), header)
        }
    }

    func testOnLocalhostTheyGoWithoutWhatBrowsersWouldRefuse() throws {
        let jar = CookieJar(address: PublicAddress(localhostPort: 8080))
        let header = try jar.keeping(.session, "value", for: .seconds(60)).headerValue
        XCTAssertTrue(header.hasPrefix("portico-session=value;"), header)
        XCTAssertTrue(attributes(header).isSuperset(of: ["HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=60"]), header)
        XCTAssertFalse(attributes(header).contains("Secure"), header)
    }

    func testForgettingHasTheSameFlags() throws {
        let jar = CookieJar(address: try PublicAddress(parsing: "https://portal.example.com"))
        let header = try jar.forgetting(.session).headerValue
        XCTAssertTrue(attributes(header).isSuperset(of: ["Secure", "Path=/", "Max-Age=0"]), header)
    }

    func testARememberedAddressComesBackAsItWas() {
        for email in ["ada@example.com", "ülrike@bücher.example", "o'brien+x@example.com"] {
            XCTAssertEqual(CookieJar.read(email: CookieJar.written(email: email)), email)
        }
        for value in ["", "%%%", CookieJar.written(email: "no address"), CookieJar.written(email: "a@b\u{0}c")] {
            XCTAssertNil(CookieJar.read(email: value), value)
        }
        let long = String(repeating: "a", count: 300) + "@example.com"
        XCTAssertNil(CookieJar.read(email: CookieJar.written(email: long)))
    }

    private func attributes(_ header: String) -> Set<String> {
        Set(header.split(separator: ";").map { $0.trimmingCharacters(in: .whitespaces) })
    }
}
