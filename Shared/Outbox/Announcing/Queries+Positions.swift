import Messaging
import Postgres

extension Queries {
    /// The position of whoever has heard everything that can be told now.
    ///
    /// It is always that of an announcement that was made, and so is on disk. The number of the oldest open transaction
    /// (`pg_snapshot_xmin`) would say the same, but when PostgreSQL dies it gives out again the numbers of transactions
    /// that left nothing behind: an announcement under such a number would lie before that position, and be lost.
    func newestReadablePosition() async throws -> Position {
        let newest = try await row(
            """
            SELECT writer, sequence FROM (
                (
                    SELECT writer, sequence FROM outbox WHERE writer < pg_snapshot_xmin(pg_current_snapshot())
                    ORDER BY writer DESC, sequence DESC LIMIT 1
                )
                UNION ALL SELECT writer, sequence FROM outbox_horizon
            ) AS known
            ORDER BY writer DESC, sequence DESC LIMIT 1
            """,
            as: (UInt64, Int64).self
        )
        guard let newest else { throw Fault(.failed) }
        return Position(transaction: newest.0, sequence: newest.1)
    }
}
