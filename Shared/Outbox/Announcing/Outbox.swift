public import Foundation
public import Messaging
public import Postgres
public import ServiceRuntime

/// A service's announcements: written in the transaction that makes them true, and told to whoever follows.
public struct Outbox<News: Announcement>: Sendable {
    /// How long announcements are kept; whoever is further behind takes a snapshot.
    public static var keptFor: TimeInterval { 7 * 24 * 60 * 60 }

    private let database: PostgresPool
    private let clock: any WallClock
    private let log: Log
    private let bell: OutboxBell

    /// Makes the outbox of the service whose database this is.
    public init(in database: PostgresPool, clock: any WallClock, log: Log) {
        self.database = database
        self.clock = clock
        self.log = log
        bell = OutboxBell(database: database)
    }

    /// Tells followers of something that `transaction` makes true; they hear of it once it is committed, and never of
    /// what was rolled back.
    public func announce(_ news: News, in transaction: Transaction) async throws {
        // One statement for both, since it is paid by every change. The notification is delivered at the commit.
        try await transaction.run(
            """
            WITH told AS (INSERT INTO outbox (announcement) VALUES (\(JSONValue(news))) RETURNING 1)
            SELECT pg_notify('outbox', '') FROM told
            """
        )
    }

    /// What answers those who follow.
    public var following: FollowHandler<News> {
        FollowHandler(database: database, bell: bell)
    }

    /// What answers those who are new, or too far behind.
    ///
    /// - Parameter page: reads a page of the present state as announcements that rebuild it, after `cursor`.
    /// - Returns: the handler that a server's list takes.
    public func snapshot(
        _ page:
            @escaping @Sendable (_ cursor: String?, _ transaction: Transaction) async throws -> (
                events: [News], next: String?
            )
    ) -> SnapshotHandler<News> {
        SnapshotHandler(database: database, page: page)
    }

    /// What has to run: the bell that wakes followers, and the pruning of what is old.
    public var services: [any Service] {
        [bell, OutboxPruning(database: database, clock: clock, keptFor: Self.keptFor, log: log)]
    }
}
