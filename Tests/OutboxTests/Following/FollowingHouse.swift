import Messaging
import Outbox
import Postgres
import ServiceRuntime
import Support

/// A teller behind a real bus, and a service that follows it into a database of its own.
struct FollowingHouse {
    let teller: Teller
    /// The follower's database.
    let pool: PostgresPool
    let client: MessageClient

    /// Hands a test a house whose bus runs.
    static func run(
        file: StaticString = #filePath,
        line: UInt = #line,
        _ test: (FollowingHouse) async throws -> Void
    ) async throws {
        try await Teller.run(file: file, line: line) { teller in
            let pool = try PostgresPool(url: try await PostgresCluster.shared.freshDatabase())
            try await pool.migrate(OutboxMigrations.all)
            // Without a key, so that what is applied twice is there twice.
            try await pool.run("CREATE TABLE heard (place bigserial, n int)")
            let answers = [Answer(teller.outbox.following, to: .apps), Answer(teller.snapshots, to: .apps)]
            try await TestBus().withLine(from: .apps, to: .profile, answering: answers) { client in
                try await test(FollowingHouse(teller: teller, pool: pool, client: client))
            }
        }
    }

    /// A follower that writes down what it hears, and is disturbed after each, in the same transaction.
    func follower(
        disturbed disturbance: @escaping @Sendable (News) async throws -> Void = { _ in }
    ) -> DurableFollower<News> {
        DurableFollower(of: client, in: pool, log: .silent) { transaction in
            try await transaction.run("DELETE FROM heard")
        } apply: { news, transaction in
            try await transaction.run("INSERT INTO heard (n) VALUES (\(news.number))")
            try await disturbance(news)
        }
    }

    /// What was written down, in its order.
    func heard() async throws -> [Int] {
        try await pool.rows("SELECT n FROM heard ORDER BY place", as: Int.self)
    }

    /// Waits until as much as this was heard, and gives what was heard in the end.
    func settled(at expected: [Int]) async throws -> [Int] {
        try? await eventually(within: .seconds(20)) {
            // A connection that was cut says so once.
            (try? await heard().count) ?? 0 >= expected.count
        }
        return try await heard()
    }

    /// Ends the connections to the follower's database, as a failover would.
    func cutDatabaseConnections() async throws {
        let name = try await pool.row("SELECT current_database()::text", as: String.self) ?? ""
        try await PostgresCluster.shared.runSQL(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '\(name)'"
        )
    }
}
