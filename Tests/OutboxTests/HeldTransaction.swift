import Postgres

/// A transaction that has begun to write and stays open until the test says how it ends.
struct HeldTransaction {
    private struct ChangedMyMind: Error {}

    private let task: Task<Void, any Error>
    private let end: AsyncStream<@Sendable (Transaction) async throws -> Void>.Continuation

    /// Begins one, and returns when `first` is done.
    static func begin(
        in pool: PostgresPool,
        _ first: @escaping @Sendable (Transaction) async throws -> Void
    ) async throws -> HeldTransaction {
        let (begun, begin) = AsyncStream<Void>.makeStream()
        let (endings, end) = AsyncStream<@Sendable (Transaction) async throws -> Void>.makeStream()
        let task = Task {
            defer { begin.finish() }
            try await pool.transaction { transaction in
                try await first(transaction)
                begin.yield()
                for await ending in endings { return try await ending(transaction) }
            }
        }
        var iterator = begun.makeAsyncIterator()
        if await iterator.next() == nil { try await task.value }
        return HeldTransaction(task: task, end: end)
    }

    /// Does the last of its work and commits.
    func commit(after last: @escaping @Sendable (Transaction) async throws -> Void = { _ in }) async throws {
        end.yield(last)
        try await task.value
    }

    /// Undoes everything.
    func rollBack() async throws {
        end.yield { _ in throw ChangedMyMind() }
        do {
            try await task.value
        } catch is ChangedMyMind {
            return
        }
    }
}
