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
            let position = try await transaction.newestReadablePosition()
            let (events, next) = try await page(request.cursor, transaction)
            return .init(events: events, position: position, next: next)
        }
    }
}
