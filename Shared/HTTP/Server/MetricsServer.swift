internal import Network
public import ServiceRuntime

/// What a program tells its operators, on a port of its own.
///
/// `/metrics` is everything counted, in Prometheus's text format; `/health/live` says that the program runs, and
/// `/health/ready` (200 or 503) whether it can do its work.
public struct MetricsServer: Service {
    private let server: HTTPServer

    public var name: String { server.name }
    /// The port it listens on.
    public var port: Int { Int(server.boundAddress.port) }

    /// Listens at once; answering begins with ``run()``.
    ///
    /// - Parameters:
    ///   - listen: The host and port.
    ///   - metrics: What the program counts.
    ///   - health: Tells how the program is; it should answer within a second or two.
    ///   - log: The program's log.
    /// - Throws: A `NetworkError` or `ResolverError` when it cannot listen there.
    public init(
        listen: HostPort,
        metrics: Metrics,
        health: @escaping @Sendable () async -> Health,
        log: Log
    ) async throws {
        server = try await HTTPServer(
            name: "metrics",
            listen: listen,
            routes: Self.routes(metrics, health),
            log: log
        )
    }

    public func run() async throws {
        try await server.run()
    }

    private static func routes(_ metrics: Metrics, _ health: @escaping @Sendable () async -> Health) -> Router {
        var routes = Router()
        routes.get("/metrics") { _ in .bytes(Array(metrics.exposition().utf8), type: .metrics) }
        routes.get("/health/live") { _ in .text("live\n") }
        routes.get("/health/ready") { _ in
            let health = await health()
            return try .json(health, status: health.isReady ? .ok : .serviceUnavailable)
                .with("Cache-Control", "no-store")
        }
        return routes
    }
}
