internal import CPostgres
internal import Network
internal import ServiceRuntime
internal import Synchronization

/// One libpq connection, used without blocking: it sends, waits for the socket on the event loop, and reads.
///
/// `@unchecked Sendable`: whatever touches the `PGconn` or the variables below first claims `isInUse`, and a second
/// claim meanwhile is refused, so one task at a time uses them. The pool lends a connection to one task anyway.
final class Connection: @unchecked Sendable {
    /// What is lost when an answer is.
    enum Stakes {
        /// Nothing: the statement only looks, or belongs to a transaction that then never commits.
        case nothing
        /// The knowledge whether a change was made.
        case lastingChange
    }

    private let handle: ConnectionHandle
    private let loop: EventLoop
    private let cancelHandle: CancelHandle?
    private let notices: Notices
    private let isInUse = Atomic<Bool>(false)
    private var statements: StatementCache
    private var isBroken = false

    init(owning handle: consuming ConnectionHandle, loop: EventLoop, log: Log, statements: StatementCache) {
        cancelHandle = CancelHandle(handle)
        notices = Notices(log: log)
        notices.listen(to: handle)
        self.handle = handle
        self.loop = loop
        self.statements = statements
    }

    /// Whether it can be lent again: nothing is under way, no transaction is open, and nothing has gone wrong.
    var isReusable: Bool {
        !isBroken && PQstatus(handle.pointer) == CONNECTION_OK && PQtransactionStatus(handle.pointer) == PQTRANS_IDLE
    }

    /// Whether an idle connection is still there, as far as can be told without asking the server: one that has closed
    /// it has said so by now.
    var isStillOpen: Bool {
        // The first read may bring the server's last words; the end of the stream comes only with the second.
        PQconsumeInput(handle.pointer) == 1 && PQconsumeInput(handle.pointer) == 1 && isReusable
    }

    /// How many statements are prepared, for tests of the cache.
    var preparedStatements: Int { statements.count }

    // MARK: Running statements

    /// Runs a statement, prepared once for each text, and brings back its answer.
    func execute(_ sql: SQL, stakes: Stakes, before deadline: Deadline) async throws -> PostgresResult {
        let text = sql.text
        do {
            let parameters = try BoundParameters(sql.parameters)
            return try await claimed {
                try await execute(text, parameters, stakes, deadline, isSecondTry: false)
            }
        } catch {
            throw (error as? PostgresError)?.about(sql) ?? error
        }
    }

    /// Runs a text that holds any number of statements and no parameters, without preparing it.
    @discardableResult
    func script(_ text: String, stakes: Stakes = .nothing, before deadline: Deadline) async throws -> PostgresResult {
        guard !text.utf8.contains(0) else { throw PostgresError(.unsendable, "a script holds a NUL character") }
        return try await claimed {
            try await exchange(stakes, deadline) { PQsendQuery(handle.pointer, text) }
        }
    }

    private func execute(
        _ text: String,
        _ parameters: BoundParameters,
        _ stakes: Stakes,
        _ deadline: Deadline,
        isSecondTry: Bool
    ) async throws -> PostgresResult {
        let known = statements.name(of: text)
        let name = if let known { known } else { try await prepare(text, deadline) }
        do {
            return try await exchange(stakes, deadline) {
                parameters.withPointers { count, values, lengths, formats in
                    // Binary results: numbers, times and identifiers come as bytes that need no parsing.
                    PQsendQueryPrepared(handle.pointer, name, count, values, lengths, formats, 1)
                }
            }
        } catch {
            // A migration elsewhere changed what the statement brings back, or the server has forgotten it. Neither had
            // an effect, so outside a transaction it can be prepared and run anew.
            guard let error = error as? PostgresError, known != nil, !isSecondTry, isReusable,
                error.sqlState == .featureNotSupported || error.sqlState == .invalidStatementName
            else { throw error }
            statements.forget(text)
            return try await execute(text, parameters, stakes, deadline, isSecondTry: true)
        }
    }

    private func prepare(_ text: String, _ deadline: Deadline) async throws -> String {
        if let oldest = statements.makeRoom() {
            // The name is our own making and needs no quoting.
            _ = try await exchange(.nothing, deadline) { PQsendQuery(handle.pointer, "DEALLOCATE \(oldest)") }
        }
        let name = statements.newName()
        // No types are given: PostgreSQL infers them from the statement, so its text alone identifies it.
        _ = try await exchange(.nothing, deadline) { PQsendPrepare(handle.pointer, name, text, 0, nil) }
        statements.keep(text, as: name)
        return name
    }

    private func claimed<Value>(_ work: () async throws -> Value) async throws -> Value {
        guard isInUse.compareExchange(expected: false, desired: true, ordering: .acquiring).exchanged else {
            throw PostgresError(.misused, "a transaction runs one statement at a time")
        }
        defer { isInUse.store(false, ordering: .releasing) }
        guard !isBroken else { throw PostgresError(.unavailable, "the connection was lost") }
        return try await work()
    }

    // MARK: One question, one answer

    private func exchange(
        _ stakes: Stakes,
        _ deadline: Deadline,
        send: () -> Int32
    ) async throws -> PostgresResult {
        // Before anything is sent, a late or cancelled caller costs nothing.
        try Task.checkCancellation()
        guard !deadline.isPast else { throw PostgresError(.deadlinePassed, "the deadline passed") }
        guard send() == 1 else {
            isBroken = true
            throw PostgresError(.unavailable, handle.complaint)
        }
        let result: PostgresResult
        do {
            result = try await answer(before: deadline)
        } catch {
            throw abandon(because: error, stakes)
        }
        guard PQstatus(handle.pointer) == CONNECTION_OK else {
            isBroken = true
            let reason = result.failure?.reason ?? handle.complaint
            throw PostgresError(stakes == .lastingChange ? .outcomeUnknown : .unavailable, reason)
        }
        guard let failure = result.failure else { return result }
        // A server that has become a standby: another host may be the primary now, so let the pool connect anew.
        if failure.sqlState == .readOnlyTransaction { isBroken = true }
        throw failure
    }

    /// Reads until the server has nothing more to say; of several results the first failure counts, or else the last.
    private func answer(before deadline: Deadline) async throws -> PostgresResult {
        while true {
            let unsent = PQflush(handle.pointer)
            if unsent == 0 { break }
            guard unsent == 1 else { throw PostgresError(.unavailable, handle.complaint) }
            try await loop.wait(for: PQsocket(handle.pointer), until: .writable, before: deadline)
        }
        var outcome: PostgresResult?
        while true {
            while PQisBusy(handle.pointer) == 1 {
                try await loop.wait(for: PQsocket(handle.pointer), until: .readable, before: deadline)
                // A failure here shows in PQgetResult, together with what the server said before it went.
                _ = PQconsumeInput(handle.pointer)
            }
            guard let pointer = PQgetResult(handle.pointer) else { break }
            let result = PostgresResult(owning: pointer)
            switch result.status {
            case PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH:
                // libpq would repeat this result for ever.
                throw PostgresError(.misused, "COPY is not supported")
            default:
                if outcome?.failure == nil { outcome = result }
            }
        }
        guard let outcome else { throw PostgresError(.unavailable, handle.complaint) }
        return outcome
    }

    /// Leaves an exchange whose answer nobody waits for any more.
    ///
    /// The connection is of no further use: its next words would answer this question.
    private func abandon(because error: any Error, _ stakes: Stakes) -> any Error {
        isBroken = true
        if let cancelHandle { BlockingThread.cancel(cancelHandle) }
        switch error {
        case is CancellationError: return error
        case is DeadlinePassed:
            return stakes == .lastingChange
                ? PostgresError(.outcomeUnknown, "the deadline passed before the answer came")
                : PostgresError(.deadlinePassed, "the deadline passed")
        case var error as PostgresError:
            if stakes == .lastingChange, error.kind == .unavailable { error.kind = .outcomeUnknown }
            return error
        default: return PostgresError(.unavailable, "\(error)")
        }
    }

    // MARK: Notifications

    /// Waits for notifications, and returns those that came; none when the deadline passes first.
    func notifications(before deadline: Deadline) async throws -> [String] {
        try await claimed {
            while true {
                guard PQconsumeInput(handle.pointer) == 1 else {
                    isBroken = true
                    throw PostgresError(.unavailable, handle.complaint)
                }
                let payloads = receivedPayloads()
                if !payloads.isEmpty { return payloads }
                do {
                    try await loop.wait(for: PQsocket(handle.pointer), until: .readable, before: deadline)
                } catch {
                    // Nothing was asked, so nothing is left unanswered and the connection stays good.
                    guard error is DeadlinePassed else { throw error }
                    return []
                }
            }
        }
    }

    private func receivedPayloads() -> [String] {
        var payloads: [String] = []
        while let notification = PQnotifies(handle.pointer) {
            defer { PQfreemem(notification) }
            payloads.append(notification.pointee.extra.map { String(cString: $0) } ?? "")
        }
        return payloads
    }
}
