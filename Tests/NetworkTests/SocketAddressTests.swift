import Network
import XCTest

final class SocketAddressTests: XCTestCase {
    func testAnAddressReadsAndPrintsAlike() {
        for text in ["127.0.0.1:8080", "0.0.0.0:0", "255.255.255.255:65535", "[::1]:7001", "[2001:db8::2]:443"] {
            XCTAssertEqual(SocketAddress(text)?.description, text)
        }
    }

    func testWhatIsNoNumericAddressIsRefused() {
        let wrong = [
            "", ":", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:-1", "127.0.0.1:+1", "localhost:80",
            "::1:80",
            "[::1]", "[127.0.0.1]:80", "256.0.0.1:80", "127.0.0.1:8o", "[::1:80", "127.0.0.1:99999999999999999999",
        ]
        for text in wrong { XCTAssertNil(SocketAddress(text), text) }
    }

    func testLoopbackIsKnownInEveryForm() {
        XCTAssertEqual(SocketAddress("127.8.9.1:1")?.isLoopback, true)
        XCTAssertEqual(SocketAddress("[::1]:1")?.isLoopback, true)
        XCTAssertEqual(SocketAddress("[::ffff:127.0.0.1]:1")?.isLoopback, true)
        XCTAssertEqual(SocketAddress("128.0.0.1:1")?.isLoopback, false)
        XCTAssertEqual(SocketAddress("[::2]:1")?.isLoopback, false)
    }

    func testOnlyPortsThatExistAreTaken() {
        XCTAssertNil(SocketAddress(numericHost: "::1", port: 65_536))
        XCTAssertNil(SocketAddress(numericHost: "::1", port: -1))
        XCTAssertEqual(SocketAddress(numericHost: "::1", port: 80)?.with(port: 81).port, 81)
    }
}
