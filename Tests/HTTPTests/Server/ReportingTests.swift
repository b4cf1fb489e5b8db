import Foundation
import HTTP
import Network
import ServiceRuntime
import Support
import XCTest

/// What operators learn, and what they must not.
final class ReportingTests: XCTestCase {
    private struct Broken: Error {}

    private func server() async throws -> RunningServer {
        try await .start { routes in
            routes.get("/reset/:token") { _ in .text("ok") }
            routes.get("/broken") { _ in throw Broken() }
            routes.get("/split") { request in .redirect(to: request.query["to"] ?? "/") }
        }
    }

    func testAnExchangeIsToldByItsRouteAndNeverByItsAddress() async throws {
        try await withTimeLimit(.seconds(30)) {
            let server = try await server()
            _ = try await server.client.get("/reset/s3cret?key=s3cret")
            _ = try await server.client.get("/nowhere/s3cret")
            _ = try await raw("GET /s3cret HTTP/9.9\r\n\r\n", to: server)
            try await eventually { server.over.count == 3 }
            XCTAssertEqual(server.over.map(\.route), ["/reset/:token", nil, nil])
            XCTAssertEqual(server.over.map(\.status), [200, 404, 505])
            XCTAssertEqual(server.over[0].bodyBytes, 2)
            XCTAssertEqual(server.over[0].remoteAddress?.isLoopback, true)
            let told = server.log.joined() + server.metrics.exposition() + "\(server.over)"
            XCTAssertFalse(told.contains("s3cret"), told)
            let labels = #"method="GET",route="/reset/:token",server="http",status="200""#
            XCTAssertTrue(server.metrics.exposition().contains("portico_http_requests_total{\(labels)} 1\n"))
            XCTAssertTrue(server.metrics.exposition().contains("portico_http_request_seconds_count"))
            try await server.stop()
            XCTAssertTrue(server.metrics.exposition().contains("portico_http_connections{server=\"http\"} 0.0\n"))
        }
    }

    func testAFailureIsLoggedUnderTheNumberThatTheClientGets() async throws {
        try await withTimeLimit(.seconds(30)) {
            let server = try await server()
            let answer = try await server.client.get("/broken")
            XCTAssertEqual(answer.status, .internalServerError)
            XCTAssertFalse(answer.text.contains("Broken"), answer.text)
            try await eventually { server.over.count == 1 }
            let incident = try XCTUnwrap(server.over[0].incident)
            XCTAssertTrue(answer.text.contains(incident), answer.text)
            XCTAssertTrue(server.log.contains { $0.contains(incident) && $0.contains("Broken") }, "\(server.log)")
            try await server.stop()
        }
    }

    func testAHeaderThatWouldSplitAnAnswerIsNeverSent() async throws {
        try await withTimeLimit(.seconds(30)) {
            let server = try await server()
            let answer = try await server.client.get("/split?to=/%0D%0ASet-Cookie:%20a=b%0D%0A%0D%0A<script>".encoded)
            XCTAssertEqual(answer.status, .internalServerError)
            XCTAssertNil(answer.headers["Set-Cookie"])
            XCTAssertNil(answer.headers["Location"])
            // The connection still carries whole answers.
            let next = try await server.client.get("/split?to=/a")
            XCTAssertEqual(next.headers["Location"], "/a")
            try await server.stop()
        }
    }

    func testMetricsAndHealthHaveAPortOfTheirOwn() async throws {
        try await withTimeLimit(.seconds(30)) {
            let metrics = Metrics()
            metrics.counter("portico_things_total", "Things.").add(3)
            let isReady = MutableFlag()
            let server = try await MetricsServer(
                listen: HostPort(host: "localhost", port: 0),
                metrics: metrics,
                health: { Health(["database": isReady.value]) },
                log: .silent
            )
            let work = Task { try await server.run() }
            let client = try HTTPClient("http://127.0.0.1:\(server.port)")
            let counted = try await client.get("/metrics")
            XCTAssertEqual(counted.headers["Content-Type"], "text/plain; version=0.0.4; charset=utf-8")
            XCTAssertTrue(counted.text.contains("portico_things_total 3\n"), counted.text)
            let live = try await client.get("/health/live")
            XCTAssertEqual(live.status, .ok)
            let waiting = try await client.get("/health/ready")
            XCTAssertEqual(waiting.status, .serviceUnavailable)
            XCTAssertEqual(try waiting.decode(Health.self).details, ["database": "not ready"])
            isReady.value = true
            let ready = try await client.get("/health/ready")
            XCTAssertEqual(ready.status, .ok)
            work.cancel()
            try await work.value
        }
    }

    func testAPortThatIsTakenIsSaid() async throws {
        try await withTimeLimit(.seconds(30)) {
            let server = try await server()
            do {
                _ = try await HTTPServer(
                    listen: HostPort(host: "127.0.0.1", port: server.port),
                    routes: Router(),
                    log: .silent
                )
                XCTFail("two servers on one port")
            } catch {
                XCTAssertEqual("\(error)", "cannot listen on 127.0.0.1:\(server.port): Address already in use")
            }
            try await server.stop()
        }
    }
}

extension String {
    /// A target whose `<` and `>` may be sent.
    fileprivate var encoded: String {
        replacingOccurrences(of: "<", with: "%3C").replacingOccurrences(of: ">", with: "%3E")
    }
}
