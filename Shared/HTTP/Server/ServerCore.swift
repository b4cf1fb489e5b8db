internal import Network
internal import ServiceRuntime
internal import Synchronization

/// What all connections of a server share.
final class ServerCore: Sendable {
    private struct State {
        var connections: [ObjectIdentifier: ServerConnection] = [:]
        /// How many connections each event loop has.
        var loads: [Int]
        var isDraining = false
        /// When nobody was found who could give way; there is no use in looking again at once.
        var lookedInVain = 0
        /// Resumed when the last connection has closed.
        var whenEmpty: CheckedContinuation<Void, Never>?
    }

    let limits: HTTPLimits
    /// What connections are encrypted with; nil for HTTP in the clear.
    let tls: TLSServer?
    let responder: Responder
    let date: DateHeader
    let log: Log
    let metrics: ServerMetrics
    let observe: @Sendable (HTTPExchange) -> Void
    let requestsInHand: Admission
    let streams: Admission
    private let loops: [EventLoop]
    private let started = ContinuousClock.now
    private let state: Mutex<State>

    init(
        limits: HTTPLimits,
        tls: TLSServer?,
        responder: Responder,
        clock: any WallClock,
        log: Log,
        metrics: ServerMetrics,
        observe: @escaping @Sendable (HTTPExchange) -> Void
    ) throws {
        self.limits = limits
        self.tls = tls
        self.responder = responder
        date = DateHeader(clock: clock)
        self.log = log
        self.metrics = metrics
        self.observe = observe
        requestsInHand = Admission(limit: limits.requestsInHand)
        streams = Admission(limit: limits.streams)
        loops = try EventLoop.pool
        state = Mutex(State(loads: Array(repeating: 0, count: loops.count)))
    }

    /// How long this server has been there, in milliseconds, counted from 1.
    var milliseconds: Int { Int(started.duration(to: .now) / .milliseconds(1)) + 1 }

    /// Gives a new connection to the event loop that has the fewest; where there are too many, those make room that have
    /// waited longest for their clients, and without such it is told so and closed.
    func admit(_ socket: StreamSocket) {
        let stream: any ByteStream
        do {
            stream = try tls?.stream(over: socket) ?? socket
        } catch {
            log.warning("A connection could not be encrypted.", ["error": "\(error)"])
            return socket.close()
        }
        let (connection, leaving) = state.withLock { state -> (ServerConnection?, [ServerConnection]) in
            guard !state.isDraining else { return (nil, []) }
            let leaving = state.connections.count < limits.connections ? [] : makeRoom(&state)
            guard state.connections.count < limits.connections else { return (nil, leaving) }
            let place = state.loads.indices.min { state.loads[$0] < state.loads[$1] } ?? 0
            let connection = ServerConnection(stream, on: loops[place], place: place, core: self)
            state.connections[ObjectIdentifier(connection)] = connection
            state.loads[place] += 1
            return (connection, leaving)
        }
        metrics.gaveWay.add(leaving.count)
        for connection in leaving { Task { await connection.giveWay() } }
        guard let connection else {
            metrics.refused.add()
            // What the socket takes at once has to do: there is no room for keeping it, nor for a handshake.
            if tls == nil { _ = try? socket.write(Self.busy[...]) }
            return socket.close()
        }
        metrics.connections.add(1)
        connection.start()
    }

    /// Strikes off the connections that have waited longest for their clients, some at once so that not every new one has
    /// to look at all of them.
    ///
    /// Whoever fills the house with connections that say little loses them first, and who has just come is served.
    private func makeRoom(_ state: inout State) -> [ServerConnection] {
        let now = milliseconds
        guard state.lookedInVain == 0 || now - state.lookedInVain > Self.pauseAfterVainLook else { return [] }
        let latest = now - Int(limits.shortestWait / .milliseconds(1))
        var waiting: [(since: Int, connection: ServerConnection)] = []
        for connection in state.connections.values {
            let since = connection.waitingSince.load(ordering: .relaxed)
            if since > 0, since <= latest { waiting.append((since, connection)) }
        }
        state.lookedInVain = waiting.isEmpty ? now : 0
        waiting.sort { $0.since < $1.since }
        let leaving = waiting.prefix(max(1, limits.connections / Self.shareThatGivesWay)).map(\.connection)
        for connection in leaving {
            state.connections[ObjectIdentifier(connection)] = nil
            state.loads[connection.place] -= 1
        }
        return leaving
    }

    /// One in so many connections gives way at a time.
    private static let shareThatGivesWay = 128
    /// In milliseconds.
    private static let pauseAfterVainLook = 100

    private static let busy = Array(
        "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".utf8
    )

    /// Forgets a connection that has closed.
    func forget(_ connection: ServerConnection) {
        metrics.connections.add(-1)
        let whenEmpty = state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard state.connections.removeValue(forKey: ObjectIdentifier(connection)) != nil else { return nil }
            state.loads[connection.place] -= 1
            guard state.connections.isEmpty else { return nil }
            defer { state.whenEmpty = nil }
            return state.whenEmpty
        }
        whenEmpty?.resume()
    }

    /// Counts an exchange that is over and tells whoever wants to know.
    func finish(_ exchange: HTTPExchange) {
        metrics.count(exchange)
        observe(exchange)
    }

    /// Ends all connections: what is in hand is finished, within the limit for that, and then cut off.
    func drain() async {
        let connections = state.withLock { state in
            state.isDraining = true
            return Array(state.connections.values)
        }
        for connection in connections { await connection.drain() }
        let cutting = try? EventLoop.shared.schedule(at: .now + limits.drainTime) { [self] in cutOff() }
        await withCheckedContinuation { continuation in
            let isEmpty = state.withLock { state in
                if !state.connections.isEmpty { state.whenEmpty = continuation }
                return state.connections.isEmpty
            }
            if isEmpty { continuation.resume() }
        }
        if let cutting { try? EventLoop.shared.cancel(cutting) }
    }

    private func cutOff() {
        let (connections, whenEmpty) = state.withLock { state in
            defer { state.whenEmpty = nil }
            return (Array(state.connections.values), state.whenEmpty)
        }
        log.warning("Requests were not finished in time.", ["connections": "\(connections.count)"])
        for connection in connections { Task { await connection.cutOff() } }
        // A handler that does not end even when it is cancelled must not hold up the program's own end.
        whenEmpty?.resume()
    }
}
