import HTTP
import ServiceRuntime
import Support
import Synchronization
import XCTest

/// Too much is refused at once, and what is in hand goes on.
final class OverloadTests: XCTestCase {
    func testARequestTooManyIsTurnedAwayAtOnce() async throws {
        try await withTimeLimit(.seconds(60)) {
            var limits = HTTPLimits()
            limits.requestsInHand = 2
            let gate = Gate()
            let server = try await RunningServer.start(limits: limits) { routes in
                routes.get("/wait") { _ in
                    await gate.pass()
                    return .text("done")
                }
            }
            async let first = server.client.get("/wait")
            async let second = server.client.get("/wait")
            try await eventually { gate.waiting == 2 }
            let third = try await server.client.get("/wait")
            XCTAssertEqual(third.status, .serviceUnavailable)
            XCTAssertEqual(third.headers["Retry-After"], "1")
            gate.open()
            let answers = try await [first.text, second.text]
            XCTAssertEqual(answers, ["done", "done"])
            let later = try await server.client.get("/wait")
            XCTAssertEqual(later.status, .ok)
            XCTAssertTrue(server.metrics.exposition().contains("portico_http_refused_total{server=\"http\"} 1\n"))
            try await server.stop()
        }
    }

    func testConnectionsThatSayNothingGiveWayToNewOnes() async throws {
        try await withTimeLimit(.seconds(60)) {
            var limits = HTTPLimits()
            limits.connections = 4
            limits.shortestWait = .milliseconds(200)
            let gate = Gate()
            let server = try await RunningServer.start(limits: limits) { routes in
                routes.get("/") { _ in .text("ok") }
                routes.get("/wait") { _ in
                    await gate.pass()
                    return .text("done")
                }
            }
            // One that has a request in hand, one that sends a head and never ends it, and two that say nothing.
            let busy = try await RawConnection.open(to: server.port)
            try await busy.send("GET /wait HTTP/1.1\r\nHost: a\r\n\r\n")
            try await eventually { gate.waiting == 1 }
            let trickling = try await RawConnection.open(to: server.port)
            try await trickling.send("GET / HTTP/1.1\r\n")
            var silent: [RawConnection] = []
            for _ in 0..<2 { silent.append(try await RawConnection.open(to: server.port)) }
            try await Task.sleep(for: limits.shortestWait * 2)
            for _ in 0..<3 {
                let newcomer = try await RawConnection.open(to: server.port)
                try await newcomer.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                let answer = try await newcomer.read { $0.hasSuffix("ok") }
                XCTAssertEqual(statusCode(answer), 200)
                silent.append(newcomer)
            }
            let trickled = try await trickling.read()
            XCTAssertEqual(trickled, "")
            gate.open()
            let answer = try await busy.read { $0.hasSuffix("done") }
            XCTAssertEqual(statusCode(answer), 200)
            XCTAssertTrue(server.metrics.exposition().contains("portico_http_gave_way_total{server=\"http\"} 3\n"))
            try await server.stop()
        }
    }

    func testAConnectionTooManyIsToldSoAndClosed() async throws {
        try await withTimeLimit(.seconds(60)) {
            var limits = HTTPLimits()
            limits.connections = 2
            let server = try await RunningServer.start(limits: limits) { routes in
                routes.get("/") { _ in .text("ok") }
            }
            let request = "GET / HTTP/1.1\r\nHost: a\r\n\r\n"
            let first = try await RawConnection.open(to: server.port)
            let second = try await RawConnection.open(to: server.port)
            for connection in [first, second] {
                try await connection.send(request)
                let answer = try await connection.read { $0.hasSuffix("ok") }
                XCTAssertEqual(statusCode(answer), 200)
            }
            let third = try await RawConnection.open(to: server.port)
            let refusal = try await third.read()
            XCTAssertEqual(statusCode(refusal), 503)
            XCTAssertTrue(refusal.contains("\r\nRetry-After: 1\r\n"), refusal)
            first.close()
            try await eventually {
                let answer = try await raw("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", to: server)
                return statusCode(answer) == 200
            }
            try await server.stop()
        }
    }

    func testAStreamTooManyIsTurnedAway() async throws {
        try await withTimeLimit(.seconds(60)) {
            var limits = HTTPLimits()
            limits.streams = 1
            let server = try await RunningServer.start(limits: limits) { routes in
                routes.get("/events") { _ in
                    .events { events in
                        try await events.send(ServerSentEvent("first"))
                        try await Task.sleep(for: .seconds(60))
                    }
                }
            }
            let first = try await RawConnection.open(to: server.port)
            try await first.send("GET /events HTTP/1.1\r\nHost: a\r\n\r\n")
            _ = try await first.read { $0.contains("first") }
            let second = try await server.client.get("/events")
            XCTAssertEqual(second.status, .serviceUnavailable)
            try await server.stop()
        }
    }
}

/// Holds up whoever comes until it is opened.
private final class Gate: Sendable {
    private struct State {
        var isOpen = false
        var waiters: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    var waiting: Int { state.withLock { $0.waiters.count } }

    func pass() async {
        await withCheckedContinuation { continuation in
            let isOpen = state.withLock { state in
                if !state.isOpen { state.waiters.append(continuation) }
                return state.isOpen
            }
            if isOpen { continuation.resume() }
        }
    }

    func open() {
        let waiters = state.withLock { state in
            state.isOpen = true
            return state.waiters
        }
        for waiter in waiters { waiter.resume() }
    }
}
