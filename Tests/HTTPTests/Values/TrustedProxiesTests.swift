import HTTP
import Network
import XCTest

/// Whom a request comes from, by its connection and by what proxies say.
final class TrustedProxiesTests: XCTestCase {
    private let proxies = "10.0.0.1, 10.1.0.0/16,fd00::/8 , 192.0.2.7/32"

    private func origin(_ lines: [String], from connection: String = "10.0.0.1") throws -> TrustedProxies.Origin {
        let trusted = try XCTUnwrap(TrustedProxies(proxies))
        var headers: HTTPHeaders = [:]
        for line in lines { headers.append("X-Forwarded-For", line) }
        let address = try XCTUnwrap(SocketAddress(numericHost: connection, port: 4711))
        return trusted.origin(of: try HTTPRequest(.get, "/", headers: headers, remoteAddress: address))
    }

    private func forwarded(_ host: String) throws -> TrustedProxies.Origin {
        .forwarded(try XCTUnwrap(SocketAddress(numericHost: host, port: 0)))
    }

    func testTheLastAddressThatIsNoProxysIsTheVisitors() throws {
        let table: [(value: String, visitor: String)] = [
            ("203.0.113.9", "203.0.113.9"),
            ("  203.0.113.9\t", "203.0.113.9"),
            ("2001:db8::9", "2001:db8::9"),
            ("[2001:db8::9]", "2001:db8::9"),
            ("203.0.113.9:51234", "203.0.113.9"),
            ("[2001:db8::9]:51234", "2001:db8::9"),
            ("::ffff:203.0.113.9", "203.0.113.9"),
            ("198.51.100.1, 203.0.113.9", "203.0.113.9"),
            ("198.51.100.1,203.0.113.9", "203.0.113.9"),
            ("203.0.113.9, 10.1.2.3", "203.0.113.9"),
            ("203.0.113.9, 10.1.2.3, 10.0.0.1", "203.0.113.9"),
            ("203.0.113.9, fd12::1, 192.0.2.7", "203.0.113.9"),
            ("203.0.113.9, ::ffff:10.1.2.3", "203.0.113.9"),
            ("127.0.0.1, 203.0.113.9", "203.0.113.9"),
            ("10.1.2.3, 203.0.113.9", "203.0.113.9"),
            ("nonsense, 203.0.113.9", "203.0.113.9"),
            (", , 203.0.113.9", "203.0.113.9"),
            ("<script>, 203.0.113.9, 10.1.0.9", "203.0.113.9"),
            ("10.2.0.1", "10.2.0.1"),
            ("192.0.2.8", "192.0.2.8"),
            ("10.1.2.3", "10.1.2.3"),
            ("10.1.2.4, 10.1.2.3", "10.1.2.4"),
        ]
        for row in table { XCTAssertEqual(try origin([row.value]), try forwarded(row.visitor), row.value) }
    }

    func testWhatCannotBeReadIsNotGuessedAt() throws {
        let table = [
            "", " ", ",", "unknown", "_hidden", "localhost", "portal.example.com", "203.0.113", "203.0.113.256",
            "203.0.113.09", "0x7f.0.0.1", "2130706433", "203.0.113.9,", "203.0.113.9, ,10.1.2.3",
            "203.0.113.9;10.1.2.3", "203.0.113.9 10.1.2.3", "203.0.113.9:", "203.0.113.9:99999", "203.0.113.9:x",
            "[203.0.113.9]", "[2001:db8::9",
            "2001:db8::9]", "2001:db8::9%eth0", "2001:db8::g", "\"203.0.113.9\"", "for=203.0.113.9", "203.0.113.9/32",
            "203.0.113.9\u{A0}", "http://203.0.113.9", "' OR 1=1 --", "nonsense, 10.1.2.3",
            Array(repeating: "10.1.2.3", count: 17).joined(separator: ","),
            "203.0.113.9," + Array(repeating: "10.1.2.3", count: 16).joined(separator: ","),
        ]
        for value in table { XCTAssertEqual(try origin([value]), .unreadable, value) }
    }

    func testSeveralFieldsAreOneList() throws {
        XCTAssertEqual(try origin(["198.51.100.1", "203.0.113.9"]), try forwarded("203.0.113.9"))
        XCTAssertEqual(try origin(["203.0.113.9", "10.1.2.3"]), try forwarded("203.0.113.9"))
        XCTAssertEqual(try origin(["203.0.113.9", ""]), .unreadable)
    }

    func testNobodyElseIsBelieved() throws {
        for connection in ["203.0.113.5", "10.0.0.2", "10.2.0.1", "127.0.0.1", "::1", "fc00::1", "::ffff:10.0.0.2"] {
            XCTAssertEqual(try origin(["198.51.100.1"], from: connection), .forged, connection)
        }
        for connection in ["10.0.0.1", "10.1.255.255", "fdff::1", "::ffff:10.0.0.1", "192.0.2.7"] {
            XCTAssertEqual(try origin(["198.51.100.1"], from: connection), try forwarded("198.51.100.1"), connection)
        }
        let request = try HTTPRequest(.get, "/", headers: ["X-Forwarded-For": "198.51.100.1"])
        XCTAssertEqual(TrustedProxies.nobody.origin(of: request), .forged)
    }

    func testWithoutTheHeaderTheConnectionCounts() throws {
        XCTAssertEqual(try origin([]), .direct)
        let request = try HTTPRequest(
            .get,
            "/",
            headers: ["Forwarded": "for=198.51.100.1", "X-Real-IP": "198.51.100.1", "Client-IP": "198.51.100.1"],
            remoteAddress: SocketAddress("10.0.0.1:1")
        )
        XCTAssertEqual(TrustedProxies(proxies)?.origin(of: request), .direct)
    }

    func testOnlyAddressesAndRangesAreTrusted() throws {
        for text in [
            "", ",", "10.0.0.1,", "proxy.example", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/", "10.0.0.1/16",
            "10.0.0.0/08",
            "fd00::/129", "10.0.0.0/8/8", "*", "10.0.0.1 10.0.0.2", "::ffff:10.0.0.0/8",
        ] {
            XCTAssertNil(TrustedProxies(text), text)
        }
        XCTAssertEqual(TrustedProxies("0.0.0.0/0")?.contains(try XCTUnwrap(SocketAddress("203.0.113.9:1"))), true)
        XCTAssertEqual(TrustedProxies("0.0.0.0/0")?.contains(try XCTUnwrap(SocketAddress("[2001:db8::1]:1"))), false)
        XCTAssertEqual(
            TrustedProxies("::ffff:10.1.0.0/112")?.contains(try XCTUnwrap(SocketAddress("10.1.7.7:1"))),
            true
        )
        XCTAssertEqual(
            TrustedProxies("::ffff:10.1.0.0/112")?.contains(try XCTUnwrap(SocketAddress("10.2.7.7:1"))),
            false
        )
    }
}
