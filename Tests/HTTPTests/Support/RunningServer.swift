import HTTP
import Network
import ServiceRuntime
import Synchronization

/// A server on a port of its own, with what it logs and tells.
final class RunningServer: Sendable {
    let port: Int
    let client: HTTPClient
    let metrics: Metrics
    private let work: Task<Void, any Error>
    private let lines: Lines
    private let exchanges: Exchanges

    private final class Lines: Sendable {
        let all = Mutex<[String]>([])
    }

    private final class Exchanges: Sendable {
        let all = Mutex<[HTTPExchange]>([])
    }

    private init(server: HTTPServer, metrics: Metrics, lines: Lines, exchanges: Exchanges) throws {
        port = Int(server.boundAddress.port)
        client = try HTTPClient("http://127.0.0.1:\(port)")
        self.metrics = metrics
        self.lines = lines
        self.exchanges = exchanges
        work = Task { try await server.run() }
    }

    /// Starts a server with routes.
    static func start(
        tls: TLSServer? = nil,
        limits: HTTPLimits = .standard,
        problems: @escaping HTTPServer.ProblemHook = { problem, _ in HTTPServer.plainText(problem) },
        routes add: (inout Router) -> Void
    ) async throws -> RunningServer {
        var routes = Router()
        add(&routes)
        let lines = Lines()
        let exchanges = Exchanges()
        let metrics = Metrics()
        let server = try await HTTPServer(
            listen: HostPort(host: "127.0.0.1", port: 0),
            routes: routes,
            tls: tls,
            limits: limits,
            log: Log(program: "test", level: .debug, sink: LogSink { line in lines.all.withLock { $0.append(line) } }),
            metrics: metrics,
            problems: problems,
            observe: { exchange in exchanges.all.withLock { $0.append(exchange) } }
        )
        return try RunningServer(server: server, metrics: metrics, lines: lines, exchanges: exchanges)
    }

    /// What it has logged so far.
    var log: [String] { lines.all.withLock { $0 } }

    /// The exchanges that are over.
    var over: [HTTPExchange] { exchanges.all.withLock { $0 } }

    /// Tells it to stop, and does not wait.
    func beginStopping() {
        work.cancel()
    }

    /// Stops it, and waits until everything in hand is finished.
    func stop() async throws {
        work.cancel()
        try await work.value
    }

    deinit {
        work.cancel()
    }
}
