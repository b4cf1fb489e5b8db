import HTTP
import Support
import Synchronization
import XCTest

/// A stop signal finishes what is in hand and loses nothing.
final class StoppingTests: XCTestCase {
    func testARequestInHandIsFinishedAndItsConnectionEnds() async throws {
        try await withTimeLimit(.seconds(60)) {
            let begun = Atomic(false)
            let server = try await RunningServer.start { routes in
                routes.get("/slow") { _ in
                    begun.store(true, ordering: .relaxed)
                    try await Task.sleep(for: .milliseconds(500))
                    return .text("finished")
                }
            }
            let idle = try await RawConnection.open(to: server.port)
            try await idle.send("GET /none HTTP/1.1\r\nHost: a\r\n\r\n")
            _ = try await idle.read { $0.hasSuffix("\n") && $0.contains("Not Found\n") }
            let busy = try await RawConnection.open(to: server.port)
            try await busy.send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n")
            try await eventually { begun.load(ordering: .relaxed) }
            server.beginStopping()
            let silence = try await idle.read(within: .milliseconds(450))
            XCTAssertEqual(silence, "")
            let answer = try await busy.read()
            XCTAssertTrue(answer.hasSuffix("\r\nConnection: close\r\n\r\nfinished"), answer)
            try await server.stop()
            do {
                _ = try await RawConnection.open(to: server.port)
                XCTFail("a stopped server accepts connections")
            } catch {}
        }
    }

    func testARequestThatIsStillArrivingIsAnswered() async throws {
        try await withTimeLimit(.seconds(60)) {
            let server = try await RunningServer.start { routes in
                routes.post("/") { request in .bytes(request.body, type: .text) }
            }
            let connection = try await RawConnection.open(to: server.port)
            try await connection.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nha")
            try await Task.sleep(for: .milliseconds(100))
            server.beginStopping()
            try await Task.sleep(for: .milliseconds(100))
            try await connection.send("lf")
            let answer = try await connection.read()
            XCTAssertTrue(answer.hasSuffix("\r\n\r\nhalf"), answer)
            try await server.stop()
        }
    }

    func testStreamsEndWholeWhenTheServerStops() async throws {
        try await withTimeLimit(.seconds(60)) {
            let server = try await RunningServer.start { routes in
                routes.get("/events") { _ in
                    .events { events in
                        while true {
                            try await events.send(ServerSentEvent("tick"))
                            try await Task.sleep(for: .milliseconds(20))
                        }
                    }
                }
            }
            let connection = try await RawConnection.open(to: server.port)
            try await connection.send("GET /events HTTP/1.1\r\nHost: a\r\n\r\n")
            _ = try await connection.read { $0.contains("tick") }
            let start = ContinuousClock.now
            server.beginStopping()
            let rest = try await connection.read()
            XCTAssertTrue(rest.hasSuffix("0\r\n\r\n"), rest)
            try await server.stop()
            XCTAssertLessThan(start.duration(to: .now), .seconds(5))
        }
    }

    func testAHandlerThatDoesNotEndDoesNotHoldUpTheStop() async throws {
        try await withTimeLimit(.seconds(60)) {
            var limits = HTTPLimits()
            limits.drainTime = .milliseconds(300)
            let server = try await RunningServer.start(limits: limits) { routes in
                routes.get("/deaf") { _ in
                    for _ in 0..<100 { try? await Task.sleep(for: .milliseconds(50)) }
                    await withCheckedContinuation { continuation in
                        Task.detached {
                            try? await Task.sleep(for: .seconds(5))
                            continuation.resume()
                        }
                    }
                    return .text("")
                }
            }
            let connection = try await RawConnection.open(to: server.port)
            try await connection.send("GET /deaf HTTP/1.1\r\nHost: a\r\n\r\n")
            try await Task.sleep(for: .milliseconds(100))
            let start = ContinuousClock.now
            try await server.stop()
            XCTAssertLessThan(start.duration(to: .now), .seconds(4))
        }
    }
}
