public import Messaging
import Postgres
import ServiceRuntime

/// Answers `FollowAnnouncements`: what became readable after a position, waiting a little for news.
public struct FollowHandler<News: Announcement>: RequestHandler {
    let database: PostgresPool
    let bell: OutboxBell

    /// How soon to look again for what was committed and is not readable yet, because an older transaction is open.
    private static var retryInterval: Duration { .milliseconds(25) }
    /// The most that the announcements of one answer come to, in bytes.
    ///
    /// A message holds twice as much. One alone may be larger.
    private static var largestPage: Int { 512 * 1024 }

    public func handle(
        _ request: FollowAnnouncements<News>,
        _ context: RequestContext
    ) async throws -> FollowAnnouncements<News>.Reply {
        let limit = min(max(request.limit, 1), FollowAnnouncements<News>.largestPage)
        let end = ContinuousClock.now + FollowAnnouncements<News>.longestSilence
        var rings = bell.rings
        var reply = try await page(after: request.after, limit: limit)
        while request.after != nil, reply.events.isEmpty, !reply.isSnapshotNeeded, ContinuousClock.now < end {
            await bell.wait(since: rings, for: ContinuousClock.now.duration(to: end))
            guard bell.rings != rings else { break }
            rings = bell.rings
            reply = try await page(after: request.after, limit: limit)
            // It rang, so there is news; while it cannot be read yet nothing will ring when it can.
            while reply.events.isEmpty, ContinuousClock.now < end {
                try await Task.sleep(for: Self.retryInterval)
                reply = try await page(after: request.after, limit: limit)
            }
        }
        return reply
    }

    /// What is readable after a position.
    ///
    /// Positions are given out when rows are written and become visible when they are committed, in another order. So
    /// only rows are read whose transaction is older than every open one (`pg_snapshot_xmin`): below it nothing can
    /// appear any more. A transaction that stays open, anywhere in the same cluster, holds back what comes after it,
    /// and loses nothing.
    private func page(after: Position?, limit: Int) async throws -> FollowAnnouncements<News>.Reply {
        guard let after else { return .init(events: [], position: try await database.newestReadablePosition()) }
        let rows = try await database.rows(
            """
            SELECT seen.next, horizon.writer, horizon.sequence, news.writer, news.sequence, news.announcement,
                octet_length(news.announcement::text)
            FROM (
                SELECT pg_snapshot_xmin(pg_current_snapshot()) AS oldest, pg_snapshot_xmax(pg_current_snapshot()) AS next
            ) AS seen
            CROSS JOIN outbox_horizon AS horizon
            LEFT JOIN LATERAL (
                SELECT writer, sequence, announcement FROM outbox
                WHERE (writer, sequence) > (\(after.transaction)::xid8, \(after.sequence)::bigint)
                    AND writer < seen.oldest
                ORDER BY writer, sequence LIMIT \(limit)
            ) AS news ON true
            ORDER BY news.writer, news.sequence
            """,
            as: (UInt64, UInt64, Int64, UInt64?, Int64?, JSONValue<News>?, Int?).self
        )
        guard let first = rows.first else { throw Fault(.failed) }
        let isBehind = after < Position(transaction: first.1, sequence: first.2)
        // A position from the future was given out before this database was restored from a backup.
        if isBehind || after.transaction >= first.0 {
            return .init(events: [], position: after, isSnapshotNeeded: true)
        }
        var (events, last, size): ([News], Position, Int) = ([], after, 0)
        for row in rows {
            guard let writer = row.3, let sequence = row.4, let news = row.5?.value else { continue }
            size += row.6 ?? 0
            guard events.isEmpty || size <= Self.largestPage else { break }
            events.append(news)
            last = Position(transaction: writer, sequence: sequence)
        }
        let isPageFull = size > Self.largestPage || events.count == limit
        return .init(events: events, position: last, isPageFull: isPageFull)
    }
}
