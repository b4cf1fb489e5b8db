import HTTP
import Support
import XCTest

/// What one connection is worth: order, reuse, and its end.
final class ConnectionTests: XCTestCase {
    private func server(_ limits: HTTPLimits = .standard) async throws -> RunningServer {
        try await .start(limits: limits) { routes in
            routes.get("/slow") { _ in
                try await Task.sleep(for: .milliseconds(100))
                return .text("slow")
            }
            routes.get("/:name") { request in .text(try request.parameter("name")) }
            routes.post("/echo") { request in .bytes(request.body, type: .text) }
            routes.get("/stream/:name") { request in
                let name = try request.parameter("name")
                return .stream(type: .text) { writer in try await writer.write(Array(name.utf8)) }
            }
        }
    }

    private func get(_ path: String, _ fields: String = "") -> String {
        "GET \(path) HTTP/1.1\r\nHost: a\r\n\(fields)\r\n"
    }

    func testRequestsSentTogetherAreAnsweredInTheirOrder() async throws {
        try await withTimeLimit(.seconds(60)) {
            let server = try await server()
            let requests =
                get("/slow") + get("/stream/two") + "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nthree"
                + get("/four") + get("/five", "Connection: close\r\n") + get("/never")
            let answer = try await raw(requests, to: server)
            let bodies = answer.components(separatedBy: "\r\n\r\n").dropFirst().map {
                $0.components(separatedBy: "HTTP/1.1").first ?? ""
            }
            XCTAssertEqual(bodies.first, "slow")
            XCTAssertEqual(bodies.joined(separator: "|"), "slow|3\r\ntwo\r\n0||three|four|five")
            try await server.stop()
        }
    }

    func testHeadHasTheSameHeadersAndNoBody() async throws {
        try await withTimeLimit(.seconds(60)) {
            let server = try await server()
            let head = "HEAD /word HTTP/1.1\r\nHost: a\r\n\r\n"
            let streamed = "HEAD /stream/word HTTP/1.1\r\nHost: a\r\n\r\n"
            let answer = try await raw(head + streamed + get("/end", "Connection: close\r\n"), to: server)
            let answers = answer.components(separatedBy: "\r\n\r\n")
            XCTAssertEqual(answers.count, 4, answer)
            XCTAssertTrue(answers[0].contains("\r\nContent-Length: 4"), answer)
            XCTAssertTrue(answers[1].hasPrefix("HTTP/1.1 200 OK\r\n"), answer)
            XCTAssertEqual(answers[3], "end")
            try await server.stop()
        }
    }

    func testAnHTTP10ClientGetsAnswersThatItUnderstands() async throws {
        try await withTimeLimit(.seconds(60)) {
            let server = try await server()
            let streamed = try await raw("GET /stream/word HTTP/1.0\r\n\r\n", to: server)
            XCTAssertFalse(streamed.contains("chunked"), streamed)
            XCTAssertTrue(streamed.hasSuffix("\r\n\r\nword"), streamed)
            let kept = "GET /a HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"
            let answer = try await raw(kept + "GET /b HTTP/1.0\r\n\r\n", to: server)
            XCTAssertTrue(answer.contains("\r\nConnection: keep-alive\r\n"), answer)
            XCTAssertTrue(answer.hasSuffix("\r\n\r\nb"), answer)
            try await server.stop()
        }
    }

    func testAClientThatWaitsForAWordBeforeItsBodyGetsIt() async throws {
        try await withTimeLimit(.seconds(60)) {
            let server = try await server()
            let connection = try await RawConnection.open(to: server.port)
            let head = "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n"
            try await connection.send(head + "Expect: 100-continue\r\n\r\n")
            let word = try await connection.read { $0.hasSuffix("\r\n\r\n") }
            XCTAssertEqual(word, "HTTP/1.1 100 Continue\r\n\r\n")
            try await connection.send("body")
            let answer = try await connection.read { $0.hasSuffix("body") }
            XCTAssertEqual(statusCode(answer), 200)
            // Whoever sends the body at once needs no word, and one whose body would be refused gets no invitation.
            try await connection.send(head + "Expect: 100-continue\r\n\r\nbody")
            let second = try await connection.read { $0.hasSuffix("body") }
            XCTAssertFalse(second.contains("100 Continue"), second)
            let large = "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999\r\nExpect: 100-continue\r\n\r\n"
            let refused = try await raw(large, to: server)
            XCTAssertEqual(statusCode(refused), 413)
            try await server.stop()
        }
    }

    func testAConnectionEndsAfterItsShareOfRequests() async throws {
        try await withTimeLimit(.seconds(60)) {
            var limits = HTTPLimits()
            limits.requestsPerConnection = 2
            let server = try await server(limits)
            let answer = try await raw(get("/one") + get("/two") + get("/three"), to: server)
            XCTAssertEqual(answer.components(separatedBy: "HTTP/1.1 200").count, 3, answer)
            XCTAssertTrue(answer.contains("\r\nConnection: close\r\n\r\ntwo"), answer)
            try await server.stop()
        }
    }

    func testARequestThatIsCutShortIsRefused() async throws {
        try await withTimeLimit(.seconds(60)) {
            let server = try await server()
            for text in ["GET / HT", "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nab"] {
                let connection = try await RawConnection.open(to: server.port)
                try await connection.send(text)
                connection.endSending()
                let answer = try await connection.read()
                XCTAssertEqual(statusCode(answer), 400)
            }
            try await server.stop()
        }
    }

    func testTheDateIsThere() async throws {
        try await withTimeLimit(.seconds(30)) {
            let server = try await server()
            let answer = try await server.client.get("/a")
            let date = try XCTUnwrap(answer.headers["Date"])
            XCTAssertNotNil(date.wholeMatch(of: /[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT/), date)
            try await server.stop()
        }
    }
}
