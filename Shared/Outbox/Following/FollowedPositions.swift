import Messaging
import Postgres

/// Where this service has come to in another's announcements.
struct FollowedPositions: Sendable {
    let service: CallerName

    func stored(in queries: some Queries) async throws -> Position? {
        try await queries.row(
            "SELECT writer, sequence FROM followed_positions WHERE service = \(service.rawValue)",
            as: (UInt64, Int64).self
        ).map { Position(transaction: $0.0, sequence: $0.1) }
    }

    /// The same, and nobody else's to change until the transaction ends.
    func locked(in transaction: Transaction) async throws -> Position? {
        try await transaction.row(
            "SELECT writer, sequence FROM followed_positions WHERE service = \(service.rawValue) FOR UPDATE",
            as: (UInt64, Int64).self
        ).map { Position(transaction: $0.0, sequence: $0.1) }
    }

    /// Keeps other replicas from replacing everything at the same time, where there may be no row to lock yet.
    ///
    /// It stands in nobody else's way: whoever applies announcements holds the row, and needs nothing more to finish.
    func lock(in transaction: Transaction) async throws {
        try await transaction.run(
            "SELECT pg_advisory_xact_lock(hashtextextended('followed_positions ' || \(service.rawValue), 0))"
        )
    }

    func store(_ position: Position, in transaction: Transaction) async throws {
        try await transaction.run(
            """
            INSERT INTO followed_positions (service, writer, sequence)
            VALUES (\(service.rawValue), \(position.transaction)::xid8, \(position.sequence))
            ON CONFLICT (service) DO UPDATE SET writer = excluded.writer, sequence = excluded.sequence
            """
        )
    }
}
