internal import ServiceRuntime
internal import Synchronization

/// How far a transaction is kept from the changes of others (PostgreSQL manual, §13.2).
public enum TransactionIsolation: Sendable, Hashable {
    /// Each statement sees what was committed before it began.
    case readCommitted
    /// All statements see what was committed before the first; a change that would lose another's is refused.
    case repeatableRead
    /// The same as `repeatableRead`, and nothing can be changed: for reading much that belongs together.
    case snapshot
    /// As if transactions ran one after another; may be refused with ``PostgresError/isLostRace``.
    case serializable

    var beginning: String {
        switch self {
        case .readCommitted: "BEGIN ISOLATION LEVEL READ COMMITTED"
        case .repeatableRead: "BEGIN ISOLATION LEVEL REPEATABLE READ"
        case .snapshot: "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
        case .serializable: "BEGIN ISOLATION LEVEL SERIALIZABLE"
        }
    }
}

/// A transaction under way, for as long as the closure it was handed to runs.
public final class Transaction: Queries {
    /// The transaction that the current task is inside of, so that its pool can refuse to lend a second connection.
    @TaskLocal static var current: Transaction?

    let pool: PostgresPool
    private let connection: Connection
    private let isOver = Atomic<Bool>(false)

    init(on connection: Connection, of pool: PostgresPool) {
        self.connection = connection
        self.pool = pool
    }

    var hasEnded: Bool { isOver.load(ordering: .relaxed) }

    /// Runs one statement inside the transaction.
    public func result(of sql: SQL) async throws -> PostgresResult {
        try requireOpen()
        // Whatever is lost here is only an answer: without a COMMIT nothing has happened.
        return try await connection.execute(sql, stakes: .nothing, before: Deadline.sooner(of: pool.limits.patience))
    }

    /// Runs statements that are undone alone if they fail, so that the transaction can go on without them.
    public func savepoint<Value>(_ body: () async throws -> Value) async throws -> Value {
        try requireOpen()
        try await command("SAVEPOINT attempt")
        do {
            let value = try await body()
            try await command("RELEASE SAVEPOINT attempt")
            return value
        } catch {
            // If even this fails, the connection is gone and the transaction with it; the first error says why.
            try? await command("ROLLBACK TO SAVEPOINT attempt; RELEASE SAVEPOINT attempt")
            throw error
        }
    }

    private func requireOpen() throws {
        guard !hasEnded else { throw PostgresError(.misused, "the transaction has ended") }
    }

    private func command(_ text: String) async throws {
        try await connection.script(text, before: Deadline.sooner(of: pool.limits.patience))
    }

    // MARK: Beginning and ending, by the pool

    func begin(_ isolation: TransactionIsolation, before deadline: Deadline) async throws {
        try await connection.script(isolation.beginning, before: deadline)
    }

    func commit() async throws {
        isOver.store(true, ordering: .relaxed)
        let deadline = Deadline.sooner(of: pool.limits.patience)
        guard !Task.isCancelled, !deadline.isPast else {
            await undo()
            try Task.checkCancellation()
            throw PostgresError(.deadlinePassed, "the deadline passed before the transaction was done")
        }
        let patience = max(deadline, .after(pool.limits.commitPatience))
        // In a task of its own, which the caller's cancellation does not reach: a COMMIT that was sent is waited for.
        let result = try await Task { [connection] in
            try await connection.script("COMMIT", stakes: .lastingChange, before: patience)
        }.value
        guard result.commandTag == "COMMIT" else {
            // A failed statement whose error was caught leaves a transaction that PostgreSQL will only roll back.
            throw PostgresError(.refused, "the transaction was rolled back because one of its statements had failed")
        }
    }

    func rollBack() async {
        isOver.store(true, ordering: .relaxed)
        await undo()
    }

    private func undo() async {
        let deadline = Deadline.after(pool.limits.commitPatience)
        // Likewise out of reach of a cancellation. A failure needs no answer: the pool drops the connection then, and
        // the server undoes what a closed connection leaves behind.
        _ = await Task { [connection] in try? await connection.script("ROLLBACK", before: deadline) }.value
    }
}

extension PostgresPool {
    /// Runs statements that take effect together when the closure returns, or not at all when it throws.
    ///
    /// Inside, use the transaction: the pool refuses to lend the same task a second connection. What the closure does
    /// outside the database is not undone with it.
    ///
    /// - Throws: What the closure throws, after rolling back; or ``PostgresError``, whose kind `outcomeUnknown` says that
    ///   the answer to the COMMIT was lost and the changes may stand.
    public func transaction<Value>(
        _ isolation: TransactionIsolation = .readCommitted,
        _ body: (Transaction) async throws -> Value
    ) async throws -> Value {
        let deadline = Deadline.sooner(of: limits.patience)
        let connection = try await acquire(before: deadline)
        defer { giveBack(connection) }
        let transaction = Transaction(on: connection, of: self)
        let value: Value
        do {
            try await transaction.begin(isolation, before: deadline)
            value = try await Transaction.$current.withValue(transaction) { try await body(transaction) }
        } catch {
            await transaction.rollBack()
            throw error
        }
        try await transaction.commit()
        return value
    }
}
