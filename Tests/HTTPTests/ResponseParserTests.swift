import XCTest

@testable import HTTP

/// Answers as a client reads them.
final class ResponseParserTests: XCTestCase {
    private func parse(
        _ text: String,
        for method: HTTPMethod = .get,
        cutAt cut: Int? = nil
    ) throws(HTTPClientError) -> String {
        var parser = ResponseParser(for: method, limits: HTTPClient.Limits())
        let bytes = text.latin1
        var result = ""
        for piece in [bytes[..<(cut ?? 0)], bytes[(cut ?? 0)...]] {
            parser.input.append(piece)
            reading: while let event = try parser.next() {
                switch event {
                case .head(let status, _): result += "\(status) "
                case .body(let bytes): result += String(decoding: bytes, as: UTF8.self)
                case .end: return result + (parser.keepsConnection ? " kept" : " closed")
                }
            }
        }
        try parser.inputEnded()
        return result + " ended"
    }

    func testAnswersAreReadHoweverTheyAreCut() throws {
        let cases: [(HTTPMethod, String, String)] = [
            // chromedriver leaves out the space.
            (.get, "HTTP/1.1 200 OK\r\nContent-Length:3\r\n\r\nabc", "200 abc kept"),
            (.get, "HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n", "200  kept"),
            (.get, "HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 1\r\n\r\nx", "404 x closed"),
            (.get, "HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\nx", "200 x closed"),
            (.get, "HTTP/1.1 200 OK\r\n\r\nuntil the end", "200 until the end ended"),
            (.get, "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Hints\r\n\r\nHTTP/1.1 204 No\r\n\r\n", "204  kept"),
            (.head, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", "200  kept"),
            (.get, "HTTP/1.1 304 Same\r\nContent-Length: 5\r\n\r\n", "304  kept"),
            (
                .get, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1;x\r\nc\r\n0\r\nT: 1\r\n\r\n",
                "200 abc kept"
            ),
        ]
        for (method, text, expected) in cases {
            for cut in text.latin1.indices {
                XCTAssertEqual(try parse(text, for: method, cutAt: cut), expected, "\(cut) \(text)")
            }
        }
    }

    func testWhatIsNoAnswerIsRefused() {
        let cases: [(String, HTTPClientError)] = [
            ("HTTP/2.0 200 OK\r\n\r\n", .malformedAnswer), ("SSH-2.0-OpenSSH_9.2\r\n\r\n", .malformedAnswer),
            ("HTTP/1.1 99 No\r\n\r\n", .malformedAnswer), ("HTTP/1.1 2000 OK\r\n\r\n", .malformedAnswer),
            ("HTTP/1.1 200 OK\r\nA : b\r\n\r\n", .malformedAnswer), ("HTTP/1.1 200 OK\n\n", .malformedAnswer),
            ("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", .malformedAnswer),
            ("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", .malformedAnswer),
            ("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n", .malformedAnswer),
            ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 1\r\n\r\n", .malformedAnswer),
            ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n", .malformedAnswer),
            ("HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n", .tooLarge),
            ("HTTP/1.1 200 OK\r\nA: \(String(repeating: "a", count: 70_000))\r\n\r\n", .tooLarge),
            ("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nabc", .cutShort), ("HTTP/1.1 200 OK\r\n", .cutShort),
            ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n", .cutShort), ("", .cutShort),
        ]
        for (text, expected) in cases {
            do throws(HTTPClientError) {
                XCTFail("accepted \(text.prefix(60)): \(try parse(text))")
            } catch {
                XCTAssertEqual(error, expected, String(text.prefix(60)))
            }
        }
    }
}
