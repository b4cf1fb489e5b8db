import ServiceRuntime
import XCTest

final class HostPortTests: XCTestCase {
    func testNamesAndAddressesAreRead() {
        XCTAssertEqual(HostPort("127.0.0.1:8080"), HostPort(host: "127.0.0.1", port: 8080))
        XCTAssertEqual(HostPort("auth:0"), HostPort(host: "auth", port: 0))
        XCTAssertEqual(HostPort("[::1]:65535"), HostPort(host: "::1", port: 65535))
        XCTAssertEqual(HostPort("[::1]:65535")?.description, "[::1]:65535")
    }

    func testAnythingElseIsNot() {
        for wrong in [
            "", ":", ":80", "auth", "auth:", "auth:65536", "auth:-1", "auth:+1", "auth:8 0", "::1:80", "[auth]:80",
            "a b:80", "a\u{0}:80", "auth:８",
        ] {
            XCTAssertNil(HostPort(wrong), wrong)
        }
    }
}
