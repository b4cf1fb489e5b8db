import Cryptography
import Foundation
import Messaging
import Outbox
import Postgres
import ServiceRuntime
import Support

/// Adds an entry, and tells how many there are.
struct AddEntry: Request {
    static let subject: Subject = "ledger.add-entry.v1"
    static let effect: Effect = .changes

    var text: String

    struct Reply: Codable, Sendable, Hashable {
        var text: String
        var entries: Int
    }

    enum Refusal: String, RefusalReason {
        case unwelcome
    }
}

/// Opens a door with a token that only its bearer will know.
struct OpenDoor: Request {
    static let subject: Subject = "ledger.open-door.v1"
    static let effect: Effect = .changes

    struct Reply: Codable, Sendable, Hashable {
        var token: String
    }

    typealias Refusal = AddEntry.Refusal
}

/// A service that remembers its answers.
struct Ledger: Sendable {
    let pool: PostgresPool
    let clock = MovableClock()
    let answers: RememberedAnswers

    private init(pool: PostgresPool) {
        self.pool = pool
        answers = RememberedAnswers(sealing: .generate(), clock: clock, pool: pool)
    }

    /// Hands a test a ledger with a database of its own.
    static func run(
        file: StaticString = #filePath,
        line: UInt = #line,
        _ test: (Ledger) async throws -> Void
    ) async throws {
        try await withTimeLimit(generous, file: file, line: line) {
            let pool = try PostgresPool(url: try await PostgresCluster.shared.freshDatabase(), connections: 12)
            try await pool.migrate(OutboxMigrations.all)
            try await pool.run("CREATE TABLE entries (text text NOT NULL)")
            try await pool.run("CREATE TABLE doors (id int PRIMARY KEY, token text NOT NULL)")
            try await test(Ledger(pool: pool))
        }
    }

    /// Adds an entry as a handler would; `pause` is how long the effect takes.
    func add(_ text: String, _ context: RequestContext, pause: Duration = .zero) async throws -> AddEntry.Reply {
        try await answers.once(AddEntry(text: text), context) { transaction in
            try await transaction.run("INSERT INTO entries VALUES (\(text))")
            if text == "unwelcome" { return .refusal(.unwelcome) }
            if text == "broken" { throw Broken() }
            if pause > .zero { try await Task.sleep(for: pause) }
            let count = try await transaction.row("SELECT count(*) FROM entries", as: Int.self)
            return .reply(AddEntry.Reply(text: text, entries: count ?? 0))
        }
    }

    /// Opens a door; its newest token alone is good.
    func open(_ context: RequestContext) async throws -> OpenDoor.Reply {
        try await answers.once(OpenDoor(), context) { transaction in
            let doors = try await transaction.row("SELECT count(*) FROM doors", as: Int.self) ?? 0
            return .issue(doors + 1)
        } issue: { door, transaction in
            let token = Hex.encode(SystemRandom().bytes(16))
            try await transaction.run(
                """
                INSERT INTO doors VALUES (\(door), \(token)) ON CONFLICT (id) DO UPDATE SET token = excluded.token
                """
            )
            return OpenDoor.Reply(token: token)
        }
    }

    func entries() async throws -> [String] {
        try await pool.rows("SELECT text FROM entries", as: String.self)
    }

    func goodTokens() async throws -> [String] {
        try await pool.rows("SELECT token FROM doors ORDER BY id", as: String.self)
    }

    /// How many answers are remembered.
    func remembered() async throws -> Int? {
        try await pool.row("SELECT count(*) FROM remembered_answers", as: Int.self)
    }
}

/// Something that nobody planned for.
struct Broken: Error {}
