import AuthContract
public import Cryptography
import IdentityContract
import MFAContract
public import Messaging
import Outbox
public import Postgres
public import ServiceRuntime

/// The auth service: everything that it answers, follows and tidies up.
public struct AuthServer: Sendable {
    /// What brings a database to where auth needs it: the outbox's own tables, then those of auth.
    public static let migrations: [Migration] =
        OutboxMigrations.all + [
            Migration(1, "create_accounts", PackageResources.V0001_create_accounts_sql),
            Migration(2, "create_password_throttles", PackageResources.V0002_create_password_throttles_sql),
            Migration(3, "create_attempts", PackageResources.V0003_create_attempts_sql),
            Migration(4, "create_sessions", PackageResources.V0004_create_sessions_sql),
            Migration(5, "create_account_factors", PackageResources.V0005_create_account_factors_sql),
            Migration(6, "create_invitation", PackageResources.V0006_create_invitation_sql),
        ]

    /// Passwords that may wait to be hashed: about a second's work for two threads, less than callers wait.
    public static let mostWaitingPasswords = 128

    /// What must run, in the order in which it depends on each other; the database is not among them.
    public let services: [any Service]
    /// Where it answers, once it runs.
    public let endpoint: BusEndpoint

    let pruning: Pruning

    /// Builds auth from its settings.
    public init(
        _ settings: AuthSettings,
        database: PostgresPool,
        clock: any WallClock,
        log: Log,
        metrics: Metrics
    ) throws {
        try self.init(
            bus: settings.bus,
            mfa: settings.mfa,
            keys: settings.keys,
            hasher: PasswordHasher(threads: settings.passwordThreads, queueLimit: Self.mostWaitingPasswords),
            database: database,
            clock: clock,
            log: log,
            metrics: metrics
        )
    }

    /// Builds auth from its parts.
    public init(
        bus: (listen: BusEndpoint, key: BusKeyPair, peers: BusPeers),
        mfa: [BusEndpoint],
        keys: AuthKeys,
        hasher: PasswordHasher,
        database: PostgresPool,
        clock: any WallClock,
        log: Log,
        metrics: Metrics
    ) throws {
        let mfa = try MessageClient(
            asking: .mfa,
            at: mfa,
            as: bus.key,
            peers: bus.peers,
            log: log,
            metrics: metrics
        )
        hasher.register(in: metrics)
        keys.passports.tell(log)
        keys.proofs.tell(log)
        let parts = AuthParts(keys: keys, hasher: hasher, database: database, clock: clock, log: log)
        let server = try MessageServer(
            listen: bus.listen,
            key: bus.key,
            peers: bus.peers,
            health: { Health(["database": await database.health()]) },
            log: log,
            metrics: metrics,
            answering: parts.answers
        )
        endpoint = server.boundEndpoint
        pruning = Pruning(database: database, sessions: parts.sessions, outbox: parts.outbox, clock: clock, log: log)
        services =
            parts.outbox.services + [
                parts.answered.pruning, pruning, mfa, parts.factors.following(mfa, in: database, log: log), server,
            ]
    }
}
