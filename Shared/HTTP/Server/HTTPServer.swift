public import Network
public import ServiceRuntime

/// An HTTP/1.1 server (RFC 9110, RFC 9112).
///
/// Each connection belongs to one of the event loops, which reads and checks its requests, runs their handlers, and
/// writes the answers; so handlers `await` and never block. Everything is bounded by ``HTTPLimits``.
public final class HTTPServer: Service {
    /// Turns a problem into an answer; it gets the request that ended so.
    public typealias ProblemHook = @Sendable (HTTPProblem, HTTPRequest) async -> HTTPResponse

    public let name: String
    /// Where it listens, with the port that was free where 0 was asked for.
    public let boundAddress: SocketAddress

    private let sockets: [ListeningSocket]
    private let core: ServerCore

    /// Listens at once; answering begins with ``run()``.
    ///
    /// - Parameters:
    ///   - name: What the log and the metrics call it.
    ///   - listen: The host and port; port 0 takes one that is free. A name with several addresses is listened to on each.
    ///   - routes: What is answered.
    ///   - tls: What it proves its identity with; nil for HTTP in the clear.
    ///   - limits: How much clients may ask for.
    ///   - clock: The time of day, for `Date`.
    ///   - log: Told about failures.
    ///   - metrics: Counts requests, their durations and connections; nil counts nothing.
    ///   - problems: Gives problems their words; plain text unless told otherwise.
    ///   - observe: Told about every exchange, on the thread of its connection: it must return at once.
    /// - Throws: A `NetworkError` or `ResolverError` when it cannot listen there, ``BadRoutes``.
    public init(
        name: String = "http",
        listen: HostPort,
        routes: Router,
        tls: TLSServer? = nil,
        limits: HTTPLimits = .standard,
        clock: any WallClock = SystemClock(),
        log: Log,
        metrics: Metrics? = nil,
        problems: @escaping ProblemHook = { problem, _ in HTTPServer.plainText(problem) },
        observe: @escaping @Sendable (HTTPExchange) -> Void = { _ in }
    ) async throws {
        self.name = name
        core = try ServerCore(
            limits: limits,
            tls: tls,
            responder: try Responder(routes, log: log, problems: problems),
            clock: clock,
            log: log,
            metrics: ServerMetrics(server: name, in: metrics ?? Metrics()),
            observe: observe
        )
        tls?.tell(log)
        sockets = try await Self.listen(at: listen)
        boundAddress = sockets[0].address
    }

    /// Listens on each address of a name; one that this machine does not have, such as `::1`, may be missing.
    private static func listen(at place: HostPort) async throws -> [ListeningSocket] {
        var sockets: [ListeningSocket] = []
        var failure: NetworkError?
        for address in try await Resolver.addresses(of: place.host, port: place.port, before: .after(.seconds(10))) {
            do {
                // With port 0, the other addresses take the port that the first one got.
                let address = sockets.first.map { address.with(port: $0.address.port) } ?? address
                sockets.append(try ListeningSocket(on: address))
            } catch {
                // A port that is taken on one of the addresses is no reason to listen on the other and be mistaken.
                if error.isAddressInUse { throw error }
                failure = error
            }
        }
        if sockets.isEmpty, let failure { throw failure }
        return sockets
    }

    /// Answers until its task is cancelled; then accepts no more, ends the streams, finishes what is in hand, and returns.
    public func run() async throws {
        let loop = try EventLoop.shared
        let acceptors = sockets.map { Acceptor($0, on: loop, core: core) }
        for acceptor in acceptors { try acceptor.start() }
        // Only cancellation ends this wait.
        let (forever, hold) = AsyncStream<Never>.makeStream()
        for await _ in forever {}
        hold.finish()
        for acceptor in acceptors { acceptor.stop() }
        // A task of its own, since this one is cancelled, and one that is cancelled could not wait.
        await Task { [core] in await core.drain() }.value
    }

    /// A problem as a line of plain text, which browsers neither take for anything else nor keep.
    public static func plainText(_ problem: HTTPProblem) -> HTTPResponse {
        let incident = problem.incident.map { " (incident \($0))" } ?? ""
        var response = HTTPResponse.text("\(problem.status.reason)\(incident)\n", status: problem.status)
        response.headers.addMissing(from: problem.headers)
        response.headers.addMissing(from: ["X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"])
        return response
    }
}
