import XCTest

@testable import HTTP

final class RequestParserTests: XCTestCase {
    /// A request that came out of a parser.
    private struct Parsed: Equatable {
        var method = ""
        var path = ""
        var query: String?
        var body = ""
    }

    /// Feeds pieces to a parser and takes out everything that it makes of them.
    private func parse(_ pieces: [ArraySlice<UInt8>]) throws(RequestError) -> [Parsed] {
        var parser = RequestParser(limits: .standard)
        var requests: [Parsed] = []
        var current = Parsed()
        for piece in pieces {
            parser.input.append(piece)
            while let event = try parser.next() {
                switch event {
                case .head(let head):
                    current.method = head.method.rawValue
                    current.path = String(decoding: head.target.path, as: UTF8.self)
                    current.query = head.target.query.map { String(decoding: $0, as: UTF8.self) }
                case .body(let bytes):
                    current.body += String(decoding: bytes, as: UTF8.self)
                case .end:
                    requests.append(current)
                    current = Parsed()
                }
            }
        }
        return requests
    }

    private func status(_ pieces: [ArraySlice<UInt8>]) -> Int? {
        do throws(RequestError) {
            _ = try parse(pieces)
            return nil
        } catch {
            return error.status.code
        }
    }

    private func expected(_ request: RawRequests.Accepted) -> Parsed {
        Parsed(method: request.method, path: request.path, query: request.query, body: request.body)
    }

    func testWhatIsWellFormedIsReadHoweverItIsCut() throws {
        for request in RawRequests.accepted {
            let bytes = request.text.latin1
            XCTAssertEqual(try parse([bytes[...]]), [expected(request)], request.text)
            XCTAssertEqual(try parse(bytes.indices.map { bytes[$0...$0] }), [expected(request)], request.text)
            for cut in bytes.indices {
                XCTAssertEqual(
                    try parse([bytes[..<cut], bytes[cut...]]),
                    [expected(request)],
                    "\(cut) \(request.text)"
                )
            }
        }
    }

    func testWhatIsMalformedIsRefusedHoweverItIsCut() {
        for request in RawRequests.refused {
            let bytes = request.text.latin1
            XCTAssertEqual(status([bytes[...]]), request.status, request.text.prefix(100).debugDescription)
            XCTAssertEqual(status(bytes.indices.map { bytes[$0...$0] }), request.status, "\(request.text.prefix(100))")
            // A cut within a long run of one letter is like any other.
            for cut in bytes.indices where cut < 150 || cut > bytes.count - 50 {
                XCTAssertEqual(
                    status([bytes[..<cut], bytes[cut...]]),
                    request.status,
                    "cut at \(cut): \(request.text.prefix(100).debugDescription)"
                )
            }
        }
    }

    func testRequestsInOnePieceComeOutOneByOne() throws {
        let all = RawRequests.accepted.map(\.text.latin1).reduce([], +)
        XCTAssertEqual(try parse([all[...]]), RawRequests.accepted.map(expected))
        XCTAssertEqual(try parse(all.indices.map { all[$0...$0] }), RawRequests.accepted.map(expected))
    }

    func testARequestThatIsNotWholeIsNoRequestYet() throws {
        for request in RawRequests.accepted {
            let bytes = request.text.latin1
            for end in bytes.indices { XCTAssertEqual(try parse([bytes[..<end]]), [], request.text) }
        }
    }

    func testNothingIsReadAfterARefusal() {
        var parser = RequestParser(limits: .standard)
        parser.input.append("BREW / HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n".utf8)
        for _ in 0..<3 {
            XCTAssertThrowsError(try parser.next()) { XCTAssertEqual($0 as? RequestError, .methodUnknown) }
        }
    }

    func testTheHeadSaysWhetherTheConnectionIsKept() throws {
        let cases: [(String, Bool)] = [
            ("1.1", true), ("1.1\r\nConnection: close", false), ("1.1\r\nConnection: keep-alive, Close", false),
            ("1.1\r\nConnection: TE\r\nConnection: close", false), ("1.1\r\nConnection: closed", true),
            ("1.0", false), ("1.0\r\nConnection: Keep-Alive", true), ("1.0\r\nConnection: close", false),
        ]
        for (text, isKept) in cases {
            let head = try RequestHead(Array("GET / HTTP/\(text)\r\nHost: a\r\n\r\n".utf8), limits: .standard)
            XCTAssertEqual(head.keepsConnection, isKept, text)
        }
    }

    func testTheHostIsTheTargetsOrTheHeaders() throws {
        let cases: [(String, String, String?)] = [
            ("/", "Host: Example.ORG:8443\r\n", "example.org:8443"), ("/", "Host: [2001:DB8::1]\r\n", "[2001:db8::1]"),
            ("http://Other:1/x", "Host: a\r\n", "other:1"), ("http://[::1]/", "Host: a\r\n", "[::1]"),
        ]
        for (target, field, host) in cases {
            let head = try RequestHead(Array("GET \(target) HTTP/1.1\r\n\(field)\r\n".utf8), limits: .standard)
            XCTAssertEqual(head.host?.description, host)
        }
        let old = try RequestHead(Array("GET / HTTP/1.0\r\n\r\n".utf8), limits: .standard)
        XCTAssertNil(old.host)
    }

    func testLimitsAreMetExactly() {
        var limits = HTTPLimits()
        limits.requestLine = 24
        limits.headBytes = 60
        limits.headerFields = 2
        limits.bodyBytes = 3
        func status(_ text: String) -> Int? {
            var parser = RequestParser(limits: limits)
            parser.input.append(text.utf8)
            do throws(RequestError) {
                while try parser.next() != nil {}
                return nil
            } catch {
                return error.status.code
            }
        }
        XCTAssertNil(status("GET /23456789 HTTP/1.1\r\nHost: a\r\n\r\n"))
        XCTAssertEqual(status("GET /234567890 HTTP/1.1\r\nHost: a\r\n\r\n"), 414)
        XCTAssertNil(status("GET / HTTP/1.1\r\nHost: a\r\nB: 1\r\n\r\n"))
        XCTAssertEqual(status("GET / HTTP/1.1\r\nHost: a\r\nB: 1\r\nC: 1\r\n\r\n"), 431)
        XCTAssertNil(status("GET / HTTP/1.1\r\nHost: a\r\nB: \(String(repeating: "b", count: 28))\r\n\r\n"))
        XCTAssertEqual(status("GET / HTTP/1.1\r\nHost: a\r\nB: \(String(repeating: "b", count: 29))\r\n\r\n"), 431)
        XCTAssertNil(status("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc"))
        XCTAssertEqual(status("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\n"), 413)
        let chunked = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
        XCTAssertNil(status(chunked + "2\r\nab\r\n1\r\nc\r\n0\r\n\r\n"))
        XCTAssertEqual(status(chunked + "2\r\nab\r\n2\r\n"), 413)
    }
}
