import Messaging
import Outbox
import Postgres
import ServiceRuntime
import Support

/// Another service as far as this one hears of it: a real outbox in a database of its own, behind a real server.
struct Announcer<News: Announcement> {
    let services: [any Service]
    let endpoint: BusEndpoint
    private let database: PostgresPool
    private let outbox: Outbox<News>

    /// Makes one whose snapshot tells `state`.
    init(on bus: TestBus, to callers: Set<CallerName>, state: [News] = []) async throws {
        database = try PostgresPool(url: try await PostgresCluster.shared.freshDatabase(), connections: 3)
        try await database.migrate(OutboxMigrations.all)
        outbox = Outbox(in: database, clock: SystemClock(), log: .silent)
        let server = try bus.server(
            of: News.service,
            answering: [
                Answer(outbox.following, toAny: callers),
                Answer(outbox.snapshot { _, _ in (state, nil) }, toAny: callers),
            ]
        )
        endpoint = server.boundEndpoint
        services = [database] + outbox.services + [server]
    }

    /// Stops keeping what was told so far, as after a week: whoever follows needs a snapshot.
    func forgetWhatWasTold() async throws {
        try await database.run("UPDATE outbox_horizon SET writer = pg_current_xact_id(), sequence = \(Int64.max)")
    }

    func announce(_ news: News) async throws {
        try await database.transaction { try await outbox.announce(news, in: $0) }
    }
}
