import Cryptography
import Messaging
import Outbox
import Postgres
import ServiceRuntime
import Support

/// Long enough for a test on a busy machine.
let generous: Duration = .seconds(90)

/// A service that keeps numbers and tells of each one that is added.
struct Teller {
    let pool: PostgresPool
    let outbox: Outbox<News>
    let clock: MovableClock

    /// A replica of the service whose database this is.
    init(in database: Secret<String>, clock: MovableClock = MovableClock()) throws {
        pool = try PostgresPool(url: database, connections: 12)
        self.clock = clock
        outbox = Outbox(in: pool, clock: clock, log: .silent)
    }

    /// Hands a test a teller with a database of its own, which rings its bell while the test runs.
    static func run(
        of cluster: PostgresCluster = .shared,
        file: StaticString = #filePath,
        line: UInt = #line,
        _ test: (Teller) async throws -> Void
    ) async throws {
        try await withTimeLimit(generous, file: file, line: line) {
            let teller = try Teller(in: try await cluster.freshDatabase())
            try await teller.pool.migrate(OutboxMigrations.all)
            try await teller.pool.run("CREATE TABLE numbers (n int PRIMARY KEY)")
            try await withRunning(teller.outbox.services) { try await test(teller) }
        }
    }

    /// Adds a number and tells of it, in one transaction.
    func say(_ number: Int) async throws {
        try await pool.transaction { try await say(number, in: $0) }
    }

    func say(_ number: Int, in transaction: Transaction) async throws {
        try await transaction.run("INSERT INTO numbers VALUES (\(number))")
        try await outbox.announce(.said(number), in: transaction)
    }

    /// What a follower is answered who asks once.
    func answer(after position: Position?, limit: Int = 500) async throws -> FollowAnnouncements<News>.Reply {
        try await outbox.following.handle(FollowAnnouncements(after: position, limit: limit), .from(.apps))
    }

    /// The position of one who has heard everything so far.
    func newest() async throws -> Position {
        try await answer(after: nil).position
    }

    /// Asks until `count` numbers were heard, or nothing comes any more, and gives them in their order.
    func heard(after start: Position, expecting count: Int, limit: Int = 500) async throws -> [Int] {
        var numbers: [Int] = []
        var position = start
        let end = ContinuousClock.now + .seconds(20)
        while numbers.count < count, ContinuousClock.now < end {
            let reply = try await answer(after: position, limit: limit)
            numbers += reply.events.map(\.number)
            position = reply.position
        }
        // One answer more: what comes twice would come here.
        return numbers + (try await answer(after: position, limit: limit)).events.map(\.number)
    }

    /// The numbers, three at a time, as a snapshot gives them.
    var snapshots: SnapshotHandler<News> {
        outbox.snapshot { cursor, transaction in
            let after = cursor.flatMap { Int($0) } ?? Int(Int32.min)
            let numbers = try await transaction.rows(
                "SELECT n FROM numbers WHERE n > \(after) ORDER BY n LIMIT 3",
                as: Int.self
            )
            return (numbers.map(News.said), numbers.count == 3 ? numbers.last.map(String.init) : nil)
        }
    }
}

extension RequestContext {
    /// A context as the server would make it.
    static func from(
        _ caller: CallerName,
        key: BusPublicKey = .nobody,
        once idempotencyKey: IdempotencyKey? = nil,
        asking body: String = ""
    ) -> RequestContext {
        RequestContext(
            caller: Caller(assumedInTest: caller, key: key),
            deadline: .after(.seconds(10)),
            trace: TraceID(),
            idempotencyKey: idempotencyKey,
            bodyDigest: SHA256.hash(Array(body.utf8))
        )
    }
}
