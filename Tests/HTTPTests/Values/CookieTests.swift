import XCTest

@testable import HTTP

final class CookieTests: XCTestCase {
    private func cookies(_ headers: String...) throws -> [String] {
        var all = HTTPHeaders()
        for header in headers { all.append("Cookie", header) }
        let cookies = try HTTPRequest(.get, "/", headers: all).cookies
        return cookies.names.map { "\($0)=\(cookies.values(of: $0).joined(separator: "+"))" }
    }

    func testCookiesAreReadAndMalformedOnesPassedOver() throws {
        let cases: [(String, [String])] = [
            ("", []), ("a=b", ["a=b"]), ("a=b; c=d", ["a=b", "c=d"]), ("a=b;c=d", ["a=b", "c=d"]),
            (" a = b ;\tc=d", ["a=b", "c=d"]), ("a=", ["a="]), ("a=b=c", ["a=b=c"]), ("a", []), ("=b", []), (";;", []),
            ("a=b; bad name=x; c=d", ["a=b", "c=d"]), ("a=\"b\"; c=d", ["c=d"]), ("a=b c; d=e", ["d=e"]),
            ("a=b,c; d=e", ["d=e"]), ("a=b\\c; d=e", ["d=e"]), ("a=\u{FC}; d=e", ["d=e"]), ("a=b\tc; d=e", ["d=e"]),
            ("__Host-s=abc-_.~!#$%&'()*+/:<=>?@[]^`{|}", ["__Host-s=abc-_.~!#$%&'()*+/:<=>?@[]^`{|}"]),
            ("$Version=1; a=b", ["$Version=1", "a=b"]),
            ("a=" + String(repeating: "x", count: 5000) + "; b=c", ["b=c"]),
        ]
        for (text, expected) in cases { XCTAssertEqual(try cookies(text), expected, String(text.prefix(60))) }
        XCTAssertEqual(try cookies("a=1", "b=2"), ["a=1", "b=2"])
    }

    func testTheFirstOfSeveralCookiesCounts() throws {
        let cookies = try HTTPRequest(.get, "/", headers: ["Cookie": "a=1; A=2; a=3"]).cookies
        XCTAssertEqual(cookies["a"], "1")
        XCTAssertEqual(cookies["A"], "2")
        XCTAssertEqual(cookies.values(of: "a"), ["1", "3"])
        XCTAssertNil(cookies["b"])
    }

    func testNoMoreThanSoManyCookiesAreRead() throws {
        let text = (0..<100).map { "c\($0)=1" }.joined(separator: "; ")
        XCTAssertEqual(try cookies(text).count, Cookies.mostCookies)
    }

    func testACookieIsSetWithTheAttributesThatKeepItSafe() throws {
        let cases: [(SetCookie, String)] = [
            (try SetCookie("__Host-s", "abc"), "__Host-s=abc; Path=/; Secure; HttpOnly; SameSite=Lax"),
            (
                try SetCookie("s", "", maxAge: .seconds(60), path: "/a", isSecure: false, sameSite: .strict),
                "s=; Path=/a; Max-Age=60; HttpOnly; SameSite=Strict"
            ),
            (
                try SetCookie("s", "1", maxAge: .seconds(86_400 * 1000), isHTTPOnly: false, sameSite: .none),
                "s=1; Path=/; Max-Age=34560000; Secure; SameSite=None"
            ),
            (
                try .expired("__Host-s"),
                "__Host-s=; Path=/; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Secure; HttpOnly; SameSite=Lax"
            ),
            (
                try SetCookie("s", "1", maxAge: .seconds(-5), isSecure: false),
                "s=1; Path=/; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly; SameSite=Lax"
            ),
        ]
        for (cookie, expected) in cases { XCTAssertEqual(cookie.headerValue, expected) }
    }

    func testACookieThatCannotBeIsNotMade() {
        func problem(_ make: () throws(SetCookie.Invalid) -> SetCookie) -> SetCookie.Invalid? {
            do throws(SetCookie.Invalid) {
                _ = try make()
                return nil
            } catch {
                return error
            }
        }
        XCTAssertEqual(problem { () throws(SetCookie.Invalid) in try SetCookie("", "a") }, .name)
        XCTAssertEqual(problem { () throws(SetCookie.Invalid) in try SetCookie("a b", "a") }, .name)
        for value in ["a;b", "a b", "a\r\nSet-Cookie: x=y", "a,b", "ü", "\"a\"", "a\\b", "\0"] {
            XCTAssertEqual(problem { () throws(SetCookie.Invalid) in try SetCookie("a", value) }, .value, value)
        }
        for path in ["", "a", "/;Secure", "/\r\n"] {
            XCTAssertEqual(problem { () throws(SetCookie.Invalid) in try SetCookie("a", "b", path: path) }, .path, path)
        }
        let long = String(repeating: "a", count: 4096)
        XCTAssertEqual(problem { () throws(SetCookie.Invalid) in try SetCookie("a", long) }, .tooLong)
        XCTAssertEqual(
            problem { () throws(SetCookie.Invalid) in try SetCookie("__Host-a", "b", isSecure: false) },
            .prefix
        )
        XCTAssertEqual(problem { () throws(SetCookie.Invalid) in try SetCookie("__HOST-a", "b", path: "/x") }, .prefix)
        XCTAssertEqual(
            problem { () throws(SetCookie.Invalid) in try SetCookie("__Secure-a", "b", isSecure: false) },
            .prefix
        )
        XCTAssertEqual(
            problem { () throws(SetCookie.Invalid) in try SetCookie("a", "b", isSecure: false, sameSite: .none) },
            .insecure
        )
    }
}
