import HTTP
import ServiceRuntime
import Support
import XCTest

/// Clients and handlers that take too long.
final class DeadlineTests: XCTestCase {
    private static let short = Duration.milliseconds(200)

    private func server(
        _ change: (inout HTTPLimits) -> Void
    ) async throws -> RunningServer {
        var limits = HTTPLimits()
        change(&limits)
        return try await .start(limits: limits) { routes in
            routes.get("/") { _ in .text("ok") }
            routes.post("/") { request in .bytes(request.body, type: .text) }
            routes.get("/never") { _ in
                try await Task.sleep(for: .seconds(60))
                return .text("late")
            }
            routes.get("/deadline") { _ in
                .text(Deadline.current.map { $0.remaining <= .seconds(30) } == true ? "set" : "not set")
            }
            routes.get("/large") { _ in .bytes([UInt8](repeating: 97, count: 32 << 20), type: .text) }
        }
    }

    /// How long the server keeps a connection on which a text was sent, and what it says at the end.
    private func patience(_ text: String, _ server: RunningServer) async throws -> (String, Duration) {
        let connection = try await RawConnection.open(to: server.port)
        let start = ContinuousClock.now
        try await connection.send(text)
        let answer = try await connection.read()
        return (answer, start.duration(to: .now))
    }

    func testAHeadThatDoesNotComeToItsEndIsRefused() async throws {
        try await withTimeLimit(.seconds(60)) {
            let server = try await server { $0.headTime = Self.short }
            let (answer, time) = try await patience("GET / HTTP/1.1\r\nHost: a\r\n", server)
            XCTAssertEqual(statusCode(answer), 408)
            XCTAssertGreaterThanOrEqual(time, Self.short)
            XCTAssertLessThan(time, .seconds(10))
            try await server.stop()
        }
    }

    func testAHeadThatDripsIsRefusedAllTheSame() async throws {
        try await withTimeLimit(.seconds(60)) {
            let server = try await server { $0.headTime = .milliseconds(500) }
            let connection = try await RawConnection.open(to: server.port)
            let start = ContinuousClock.now
            let drip = Task {
                for byte in "GET / HTTP/1.1\r\nHost: a\r\nX: \(String(repeating: "x", count: 500))".utf8 {
                    try await connection.send([byte])
                    try await Task.sleep(for: .milliseconds(20))
                }
            }
            let answer = try await connection.read()
            drip.cancel()
            XCTAssertEqual(statusCode(answer), 408)
            XCTAssertLessThan(start.duration(to: .now), .seconds(8))
            try await server.stop()
        }
    }

    func testABodyThatDoesNotComeToItsEndIsRefused() async throws {
        try await withTimeLimit(.seconds(60)) {
            let server = try await server { $0.bodyTime = Self.short }
            let head = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n"
            let (answer, time) = try await patience(head + "half", server)
            XCTAssertEqual(statusCode(answer), 408)
            XCTAssertGreaterThanOrEqual(time, Self.short)
            try await server.stop()
        }
    }

    func testAnIdleConnectionIsClosedWithoutAWord() async throws {
        try await withTimeLimit(.seconds(60)) {
            let server = try await server { $0.idleTime = Self.short }
            let (nothing, time) = try await patience("", server)
            XCTAssertEqual(nothing, "")
            XCTAssertGreaterThanOrEqual(time, Self.short)
            let (answer, _) = try await patience("GET / HTTP/1.1\r\nHost: a\r\n\r\n", server)
            XCTAssertTrue(answer.hasSuffix("\r\n\r\nok"), answer)
            try await server.stop()
        }
    }

    func testAHandlerThatTakesTooLongIsCancelledAndTheClientTold() async throws {
        try await withTimeLimit(.seconds(60)) {
            let server = try await server { $0.handlingTime = Self.short }
            let (answer, time) = try await patience("GET /never HTTP/1.1\r\nHost: a\r\n\r\n", server)
            XCTAssertEqual(statusCode(answer), 503)
            XCTAssertTrue(answer.contains("\r\nRetry-After: 1\r\n"), answer)
            XCTAssertLessThan(time, .seconds(10))
            try await server.stop()
        }
    }

    func testAHandlerKnowsItsDeadline() async throws {
        try await withTimeLimit(.seconds(30)) {
            let server = try await server { _ in }
            let answer = try await server.client.get("/deadline")
            XCTAssertEqual(answer.text, "set")
            try await server.stop()
        }
    }

    func testAClientThatTakesNothingLosesItsConnection() async throws {
        try await withTimeLimit(.seconds(60)) {
            let server = try await server { $0.writeTime = Self.short }
            let connection = try await RawConnection.open(to: server.port)
            try await connection.send("GET /large HTTP/1.1\r\nHost: a\r\n\r\n")
            try await eventually { server.over.count == 1 }
            let answer = try await connection.read()
            XCTAssertLessThan(answer.utf8.count, 32 << 20)
            try await server.stop()
        }
    }
}
