import HTTP
import Support
import XCTest

/// Raw bytes to a listening server, and the answer each must get.
final class RawRequestTests: XCTestCase {
    private func server() async throws -> RunningServer {
        try await .start { routes in
            routes.get("/") { request in
                .bytes(Array("[\(request.queryText ?? "-")]".utf8) + request.body, type: .text)
            }
            routes.post("/") { request in .bytes(request.body, type: .text) }
        }
    }

    func testWhatIsMalformedGetsItsAnswerAndTheConnectionEnds() async throws {
        XCTAssertGreaterThanOrEqual(RawRequests.refused.count, 60)
        try await withTimeLimit(.seconds(120)) {
            let server = try await server()
            for request in RawRequests.refused {
                let connection = try await RawConnection.open(to: server.port)
                try await connection.send(request.text.latin1)
                // Nothing is said about the end of sending: the server must end the connection by itself.
                let answer = try await connection.read(within: .seconds(5))
                XCTAssertEqual(statusCode(answer), request.status, request.text.prefix(100).debugDescription)
                XCTAssertTrue(answer.contains("\r\nConnection: close\r\n"), answer)
                // No route had a chance to say how browsers are to take it.
                XCTAssertTrue(answer.contains("\r\nX-Content-Type-Options: nosniff\r\n"), answer)
                XCTAssertTrue(answer.contains("\r\nCache-Control: no-store\r\n"), answer)
            }
            try await server.stop()
        }
    }

    func testWhatIsWellFormedIsAnswered() async throws {
        try await withTimeLimit(.seconds(60)) {
            let server = try await server()
            for request in RawRequests.accepted {
                let connection = try await RawConnection.open(to: server.port)
                try await connection.send(request.text.latin1)
                connection.endSending()
                var answer = try await connection.read()
                let goOn = "HTTP/1.1 100 Continue\r\n\r\n"
                if answer.hasPrefix(goOn) { answer.removeFirst(goOn.count) }
                let expected = request.path == "/" ? 200 : request.method == "OPTIONS" ? 204 : 404
                XCTAssertEqual(statusCode(answer), expected, request.text)
                guard expected == 200 else { continue }
                let body = request.method == "POST" ? request.body : "[\(request.query ?? "-")]\(request.body)"
                XCTAssertTrue(answer.hasSuffix("\r\n\r\n\(body)"), answer)
            }
            try await server.stop()
        }
    }

    /// What follows a refused request is never taken for a request of its own.
    func testNothingIsSmuggledBehindARefusedRequest() async throws {
        try await withTimeLimit(.seconds(60)) {
            let server = try await server()
            let first = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
            let answer = try await raw(first + "GET /?smuggled HTTP/1.1\r\nHost: a\r\n\r\n", to: server)
            XCTAssertEqual(statusCode(answer), 400)
            XCTAssertEqual(answer.components(separatedBy: "HTTP/1.1 ").count, 2, answer)
            try await server.stop()
        }
    }
}
