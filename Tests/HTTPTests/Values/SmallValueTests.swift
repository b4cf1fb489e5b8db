import XCTest

@testable import HTTP

final class SmallValueTests: XCTestCase {
    func testDatesAreWrittenAsHTTPWantsThem() {
        // RFC 9110 §5.6.7, and days around the ends of February.
        let cases = [
            (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"), (0, "Thu, 01 Jan 1970 00:00:00 GMT"),
            (951_782_400, "Tue, 29 Feb 2000 00:00:00 GMT"), (951_868_800, "Wed, 01 Mar 2000 00:00:00 GMT"),
            (1_709_164_799, "Wed, 28 Feb 2024 23:59:59 GMT"), (1_798_761_599, "Thu, 31 Dec 2026 23:59:59 GMT"),
            (4_107_542_400, "Mon, 01 Mar 2100 00:00:00 GMT"), (-5, "Thu, 01 Jan 1970 00:00:00 GMT"),
        ]
        for (seconds, text) in cases { XCTAssertEqual(HTTPDate.text(seconds), text) }
    }

    func testHeadersAreFoundWhateverTheirCase() {
        var headers: HTTPHeaders = ["Content-Type": "text/html", "Set-Cookie": "a=1"]
        headers.append("set-cookie", "b=2")
        XCTAssertEqual(headers["CONTENT-TYPE"], "text/html")
        XCTAssertEqual(headers.values(of: "Set-Cookie"), ["a=1", "b=2"])
        headers["content-type"] = "text/plain"
        XCTAssertEqual(headers.values(of: "Content-Type"), ["text/plain"])
        headers.addMissing(from: ["CONTENT-TYPE": "x", "Vary": "y"])
        XCTAssertEqual(headers.fields.map(\.name), ["Set-Cookie", "set-cookie", "content-type", "Vary"])
        headers["Set-Cookie"] = nil
        XCTAssertEqual(headers.values(of: "Set-Cookie"), [])
    }

    func testAHeadNeverBreaksInTwo() {
        func bytes(_ name: String, _ value: String) -> String? {
            let head = ResponseHead(status: .ok, headers: [name: value], framing: .length(0), persistence: .keep)
            return (try? head.bytes(date: [])).map { String(decoding: $0, as: UTF8.self) }
        }
        XCTAssertEqual(bytes("A", "b\tü"), "HTTP/1.1 200 OK\r\nA: b\tü\r\nContent-Length: 0\r\n\r\n")
        for value in ["a\r\nB: c", "a\nb", "a\rb", "a\0", "a\u{7F}", "\u{1B}[0m"] {
            XCTAssertNil(bytes("A", value), value.debugDescription)
        }
        for name in ["", "A B", "A:", "A\r\nB", "Ä"] { XCTAssertNil(bytes(name, "v"), name.debugDescription) }
        // The server alone frames.
        let framed = bytes("content-LENGTH", "5")
        XCTAssertEqual(framed, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
    }

    func testEventsAreWrittenAsTheStandardSays() {
        // WHATWG HTML §9.2
        let cases: [(ServerSentEvent, String)] = [
            (ServerSentEvent("a"), "data: a\n\n"), (ServerSentEvent(""), "data: \n\n"),
            (ServerSentEvent("a\nb\r\nc\rd\n"), "data: a\ndata: b\ndata: c\ndata: d\ndata: \n\n"),
            (
                ServerSentEvent("x", name: "n", id: "7", retry: .milliseconds(1500)),
                "event: n\nid: 7\nretry: 1500\ndata: x\n\n"
            ),
            (ServerSentEvent("x", name: "n\ndata: y", id: "7\r\n\0"), "event: ndata: y\nid: 7\ndata: x\n\n"),
            (ServerSentEvent("a\r\n\r\nb"), "data: a\ndata: \ndata: b\n\n"),
        ]
        for (event, text) in cases { XCTAssertEqual(String(decoding: event.rendered(), as: UTF8.self), text) }
    }

    func testHostsAreReadStrictly() {
        let cases: [(String, String?)] = [
            ("a", "a"), ("A.Example:80", "a.example:80"), ("[::1]", "[::1]"), ("[::1]:1", "[::1]:1"),
            ("127.0.0.1:0", "127.0.0.1:0"), ("a_b-c", "a_b-c"), ("", nil), (":80", nil), ("a:", nil), ("a:b", nil),
            ("a:65536", nil), ("a:080", "a:80"), ("a:000080", nil), ("a b", nil), ("a@b", nil), ("a/b", nil),
            ("::1", nil), ("[::1", nil), ("[a]", nil), ("[::1]x", nil), ("[]", nil), ("ü", nil),
            (String(repeating: "a", count: 254), nil),
        ]
        for (text, expected) in cases { XCTAssertEqual(RequestHost(text)?.description, expected, text) }
    }

    func testContentTypesAreToldByNames() {
        let cases: [(String, ContentType)] = [
            ("a.css", .css), ("a.b.JS", .javaScript), ("logo.svg", .svg), ("x.woff2", .woff2), ("noending", .bytes),
            ("a.unknown", .bytes), (".css", .css), ("", .bytes),
        ]
        for (name, type) in cases { XCTAssertEqual(ContentType(fileName: name), type, name) }
    }

    func testStatusesOutOfRangeAreFailures() {
        XCTAssertEqual(HTTPStatus(99), 500)
        XCTAssertEqual(HTTPStatus(600), 500)
        XCTAssertEqual(HTTPStatus(599).code, 599)
        XCTAssertTrue([HTTPStatus(204), 304, 100].allSatisfy(\.hasNoBody))
        XCTAssertFalse(HTTPStatus.ok.hasNoBody)
    }
}
