public import Messaging
public import ServiceRuntime

/// A bus within the test's process: real sockets on the loopback, real keys for every program.
public struct TestBus: Sendable {
    /// Every program's key.
    public let keys: [CallerName: BusKeyPair]
    /// Everybody knows everybody.
    public let peers: BusPeers
    /// Where servers and clients log.
    public let log: Log
    /// Where they count.
    public let metrics = Metrics()

    /// Makes keys for `programs`.
    public init(
        programs: [CallerName] = [.gateway, .auth, .mfa, .profile, .apps, .operator],
        log: Log = .silent
    ) throws {
        let pairs = try programs.map { ($0, try BusKeyPair.generate()) }
        keys = Dictionary(uniqueKeysWithValues: pairs)
        peers = try BusPeers(keys.mapValues { [$0.publicKey] })
        self.log = log
    }

    /// The key of `program`.
    public func key(of program: CallerName) throws -> BusKeyPair {
        guard let key = keys[program] else { throw NotOnThisBus(program: program) }
        return key
    }

    /// A server of `program`, at a free port.
    public func server(
        of program: CallerName,
        at endpoint: BusEndpoint = .anyFreePort,
        limits: MessageLimits = .standard,
        peers: BusPeers? = nil,
        log: Log? = nil,
        health: @escaping @Sendable () async -> Health = { Health(isReady: true) },
        answering answers: [Answer]
    ) throws -> MessageServer {
        try MessageServer(
            listen: endpoint,
            key: key(of: program),
            peers: peers ?? self.peers,
            limits: limits,
            health: health,
            log: log ?? self.log,
            metrics: metrics,
            answering: answers
        )
    }

    /// A client with which `asker` asks `program` at `endpoints`.
    public func client(
        of asker: CallerName,
        asking program: CallerName,
        at endpoints: [BusEndpoint],
        limits: MessageLimits = .standard
    ) throws -> MessageClient {
        try client(asking: program, at: endpoints, as: key(of: asker), limits: limits)
    }

    /// A client that holds any key, and may know other peers than the bus does.
    public func client(
        asking program: CallerName,
        at endpoints: [BusEndpoint],
        as key: BusKeyPair,
        peers: BusPeers? = nil,
        limits: MessageLimits = .standard,
        log: Log? = nil
    ) throws -> MessageClient {
        try MessageClient(
            asking: program,
            at: endpoints,
            as: key,
            peers: peers ?? self.peers,
            limits: limits,
            log: log ?? self.log,
            metrics: metrics
        )
    }

    /// Runs a server of `program`, and a client with which `asker` asks it, while `body` runs.
    @discardableResult
    public func withLine<Result: Sendable>(
        from asker: CallerName,
        to program: CallerName,
        limits: MessageLimits = .standard,
        answering answers: [Answer],
        _ body: (MessageClient) async throws -> Result
    ) async throws -> Result {
        let server = try server(of: program, limits: limits, answering: answers)
        let client = try client(of: asker, asking: program, at: [server.boundEndpoint], limits: limits)
        return try await withRunning([server, client]) { try await body(client) }
    }
}

extension BusEndpoint {
    /// A port on the loopback that nobody has.
    public static let anyFreePort = BusEndpoint(host: "127.0.0.1", port: 0)
}

/// A program that the test's bus was not made for.
public struct NotOnThisBus: Error {
    let program: CallerName
}

/// Runs `services` while `body` runs, then stops them, the last first.
@discardableResult
public func withRunning<Result>(_ services: [any Service], _ body: () async throws -> Result) async throws -> Result {
    let tasks = services.map { service in Task { try await service.run() } }
    func stop() async throws {
        for task in tasks.reversed() {
            task.cancel()
            try await task.value
        }
    }
    do {
        let result = try await body()
        try await stop()
        return result
    } catch {
        try? await stop()
        throw error
    }
}
