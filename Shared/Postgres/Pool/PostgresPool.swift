internal import Network
public import ServiceRuntime
internal import Synchronization

/// A bounded number of connections to one database, lent to whoever asks, first come, first served.
///
/// It connects when it is first used and again whenever it has to: while the server restarts, callers wait until their
/// deadlines, and those beyond the limit are refused at once. It can be used before `run()` and ends with it.
public final class PostgresPool: Service, Queries {
    public let name = "database"

    struct Waiter: Sendable {
        var continuation: CheckedContinuation<Connection, any Error>
        var timer: TimerID?
    }

    let parameters: ConnectionParameters
    let limits: PostgresLimits
    let log: Log
    let loop: EventLoop
    let lending: Mutex<Lending<Connection, Waiter>>
    private let tickets = Atomic<UInt64>(0)
    private let statementTime: Histogram
    private let refusals: Counter

    /// How long closing waits for connections that are still lent.
    private static let closingPatience: Duration = .seconds(5)
    /// How often idle connections are looked after.
    private static let housekeepingInterval: Duration = .seconds(5)

    /// Makes a pool; nothing is connected yet.
    ///
    /// - Parameters:
    ///   - url: `postgresql://user:password@host:5432/database`, or several hosts with `target_session_attrs=read-write`.
    ///   - connections: How many connections it may hold.
    ///   - program: What the server shows as `application_name`.
    ///   - limits: How long it waits, and for how many.
    ///   - log: Told of lost connections and of the server's notices.
    ///   - metrics: Counts connections, waits and statements.
    /// - Throws: ``PostgresError`` for a URL that cannot be read, without quoting it.
    public init(
        url: Secret<String>,
        connections: Int = 8,
        program: String = "portico",
        limits: PostgresLimits = .standard,
        log: Log = .silent,
        metrics: Metrics = Metrics()
    ) throws {
        parameters = try ConnectionParameters(url: url, program: program)
        self.limits = limits
        self.log = log
        loop = try EventLoop.shared
        lending = Mutex(Lending(limit: connections, waitingLimit: limits.waiting))
        statementTime = metrics.histogram(
            "portico_database_statement_seconds",
            "How long statements took, without the wait for a connection."
        )
        refusals = metrics.counter(
            "portico_database_refused_total",
            "Uses of the database refused because too many waited."
        )
        metrics.gauge("portico_database_connections", "Connections to the database.") { [weak self] in
            Double(self?.lending.withLock { $0.open } ?? 0)
        }
        metrics.gauge("portico_database_lent_connections", "Connections to the database in use.") { [weak self] in
            Double(self?.lending.withLock { $0.lent } ?? 0)
        }
        metrics.gauge("portico_database_waiting", "Waiting for a connection to the database.") { [weak self] in
            Double(self?.lending.withLock { $0.waiting } ?? 0)
        }
    }

    /// Looks after idle connections until cancelled, then waits for lent ones to come back and closes all.
    public func run() async throws {
        while (try? await Task.sleep(for: Self.housekeepingInterval)) != nil { dropDeadConnections() }
        let (waiters, _) = lending.withLock { $0.close() }
        for waiter in waiters { resume(waiter, with: .failure(PostgresError(.unavailable, "the pool is closed"))) }
        let deadline = Deadline.after(Self.closingPatience)
        while lending.withLock({ $0.lent }) > 0, !deadline.isPast { await pause(.milliseconds(20)) }
    }

    /// Runs one statement in a transaction of its own.
    public func result(of sql: SQL) async throws -> PostgresResult {
        let deadline = Deadline.sooner(of: limits.patience)
        let connection = try await acquire(before: deadline)
        defer { giveBack(connection) }
        let start = ContinuousClock.now
        defer { statementTime.observe(start.duration(to: .now)) }
        return try await connection.execute(sql, stakes: sql.isSelect ? .nothing : .lastingChange, before: deadline)
    }

    /// Whether the database answers, within a second.
    public func health() async -> Bool {
        let answer = try? await Deadline.$current.withValue(Deadline.sooner(of: .seconds(1))) {
            try await row("SELECT 1", as: Int.self)
        }
        return answer == 1
    }

    // MARK: Lending

    /// Borrows a connection, which must be given back.
    func acquire(before deadline: Deadline) async throws -> Connection {
        if let open = Transaction.current, open.pool === self, !open.hasEnded {
            // It would wait for a second connection while holding one: enough of those at once, and all wait for ever.
            throw PostgresError(.misused, "the pool was used inside a transaction; use the transaction")
        }
        while let connection = lending.withLock({ $0.lendIdle() }) {
            if connection.isStillOpen { return connection }
            lending.withLock { $0.lose() }
        }
        return try await wait(before: deadline)
    }

    private func wait(before deadline: Deadline) async throws -> Connection {
        let ticket = tickets.wrappingAdd(1, ordering: .relaxed).newValue
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                enqueue(ticket, continuation, before: deadline)
                // A cancellation that came before the waiter could be found has not been seen yet.
                if Task.isCancelled { withdraw(ticket, throwing: CancellationError()) }
            }
        } onCancel: {
            withdraw(ticket, throwing: CancellationError())
        }
    }

    private func enqueue(
        _ ticket: UInt64,
        _ continuation: CheckedContinuation<Connection, any Error>,
        before deadline: Deadline
    ) {
        let timer = loop.schedule(at: deadline.instant) { [weak self] in self?.expire(ticket) }
        let waiter = Waiter(continuation: continuation, timer: timer)
        switch lending.withLock({ $0.ask(ticket, waiter) }) {
        case .queued:
            openWhatIsMissing()
        case .lent(let connection):
            resume(waiter, with: .success(connection))
        case .overloaded:
            refusals.add()
            resume(waiter, with: .failure(PostgresError(.overloaded, "too many wait for a connection")))
        case .closed:
            resume(waiter, with: .failure(PostgresError(.unavailable, "the pool is closed")))
        }
    }

    private func expire(_ ticket: UInt64) {
        let error =
            lending.withLock { $0.lastFailure }.map { PostgresError(.unavailable, $0) }
            ?? PostgresError(.deadlinePassed, "no connection came free in time")
        withdraw(ticket, throwing: error)
    }

    private func withdraw(_ ticket: UInt64, throwing error: any Error) {
        guard let waiter = lending.withLock({ $0.withdraw(ticket) }) else { return }
        resume(waiter, with: .failure(error))
    }

    func resume(_ waiter: Waiter, with result: Result<Connection, any Error>) {
        if let timer = waiter.timer { loop.cancel(timer) }
        waiter.continuation.resume(with: result)
    }

    /// Takes a connection back, and drops it unless it can be used again.
    func giveBack(_ connection: Connection) {
        guard connection.isReusable else {
            lending.withLock { $0.lose() }
            openWhatIsMissing()
            return
        }
        if let waiter = lending.withLock({ $0.giveBack(connection) }) { resume(waiter, with: .success(connection)) }
    }

    private func dropDeadConnections() {
        let dead = lending.withLock { $0.removeIdle { !$0.isStillOpen } }
        if !dead.isEmpty { log.info("Idle connections to the database were lost.", ["count": "\(dead.count)"]) }
    }

    /// Waits a moment even in a cancelled task.
    private func pause(_ duration: Duration) async {
        await withCheckedContinuation { continuation in
            loop.schedule(at: .now.advanced(by: duration)) { continuation.resume() }
        }
    }
}
