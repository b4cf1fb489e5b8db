import Foundation
import Postgres
import ServiceRuntime

/// Forgets announcements that are older than any follower should be.
struct OutboxPruning: Service {
    let name = "outbox pruning"
    let database: PostgresPool
    let clock: any WallClock
    let keptFor: TimeInterval
    let log: Log

    /// How often it looks.
    private static let interval: Duration = .seconds(60 * 60)

    func run() async throws {
        await repeating(every: Self.interval, "outbox", log: log) { try await prune() }
    }

    /// Deletes what is old and moves the horizon with it, so that who is behind is told.
    func prune() async throws {
        let oldest = clock.now - keptFor
        try await database.run(
            """
            WITH gone AS (DELETE FROM outbox WHERE written_at < \(oldest) RETURNING writer, sequence),
                last AS (SELECT writer, sequence FROM gone ORDER BY writer DESC, sequence DESC LIMIT 1)
            UPDATE outbox_horizon SET writer = last.writer, sequence = last.sequence FROM last
            WHERE (outbox_horizon.writer, outbox_horizon.sequence) < (last.writer, last.sequence)
            """
        )
    }
}

/// Does something now and then until the task is cancelled; a failure is logged, and the next time may do better.
func repeating(
    every interval: Duration,
    _ what: String,
    log: Log,
    _ body: () async throws -> Void
) async {
    while !Task.isCancelled {
        do {
            try await body()
        } catch {
            guard !Task.isCancelled else { return }
            log.warning("Pruning failed; it is tried again.", ["what": what, "error": "\(error)"])
        }
        try? await Task.sleep(for: interval)
    }
}
