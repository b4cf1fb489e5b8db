public import Messaging
import Postgres
import ServiceRuntime

/// Answers `TakeSnapshot`: the present state, page by page, as announcements that rebuild it.
public struct SnapshotHandler<News: Announcement>: RequestHandler {
    let database: PostgresPool
    let page: @Sendable (_ cursor: String?, _ transaction: Transaction) async throws -> (events: [News], next: String?)

    public func handle(
        _ request: TakeSnapshot<News>,
        _ context: RequestContext
    ) async throws -> TakeSnapshot<News>.Reply {
        // One snapshot for both: the state holds all that was committed before it, and the position lies below every
        // transaction that was still open, so that following on from there misses nothing and repeats a little.
        try await database.transaction(.snapshot) { transaction in
            let oldest = try await transaction.row("SELECT pg_snapshot_xmin(pg_current_snapshot())", as: UInt64.self)
            guard let oldest else { throw Fault(.failed) }
            let (events, next) = try await page(request.cursor, transaction)
            return .init(events: events, position: Position(transaction: oldest, sequence: 0), next: next)
        }
    }
}
