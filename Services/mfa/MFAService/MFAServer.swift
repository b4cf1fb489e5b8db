import AuthContract
public import Cryptography
import IdentityContract
import MFAContract
public import Messaging
import Outbox
public import Postgres
import ProfileContract
public import ServiceRuntime

/// The mfa service: everything that it answers, follows and tidies up.
public struct MFAServer: Sendable {
    /// What brings a database to where mfa needs it: the outbox's own tables, then mfa's.
    public static let migrations: [Migration] =
        OutboxMigrations.all + [
            Migration(1, "create_accounts", PackageResources.V0001_create_accounts_sql),
            Migration(2, "create_factors", PackageResources.V0002_create_factors_sql),
            Migration(3, "create_policy", PackageResources.V0003_create_policy_sql),
            Migration(4, "require_of_administrators", PackageResources.V0004_require_of_administrators_sql),
        ]

    /// What must run, in the order in which it depends on each other; the database is not among them.
    public let services: [any Service]
    /// Where it answers, once it runs.
    public let endpoint: BusEndpoint

    /// Builds mfa from its settings.
    public init(
        _ settings: MFASettings,
        database: PostgresPool,
        clock: any WallClock,
        log: Log,
        metrics: Metrics
    ) throws {
        try self.init(
            bus: settings.bus,
            auth: settings.auth,
            profile: settings.profile,
            keys: Keys(signing: settings.signing, sealing: settings.sealing, passports: settings.passports),
            organization: settings.organization,
            database: database,
            clock: clock,
            log: log,
            metrics: metrics
        )
    }

    /// Builds mfa from its parts.
    ///
    /// `organization` is the name under which authenticator apps list the account.
    public init(
        bus: (listen: BusEndpoint, key: BusKeyPair, peers: BusPeers),
        auth: [BusEndpoint],
        profile: [BusEndpoint],
        keys: Keys,
        organization: String,
        database: PostgresPool,
        clock: any WallClock,
        log: Log,
        metrics: Metrics
    ) throws {
        func client(of service: CallerName, at endpoints: [BusEndpoint]) throws -> MessageClient {
            try MessageClient(
                asking: service,
                at: endpoints,
                as: bus.key,
                peers: bus.peers,
                log: log,
                metrics: metrics
            )
        }
        keys.passports.tell(log)
        let auth = try client(of: .auth, at: auth)
        let profile = try client(of: .profile, at: profile)
        let ended = EndedSessions(clock: clock)
        let answers = MFAAnswers(keys: keys, organization: organization, database: database, clock: clock, log: log)
        let server = try MessageServer(
            listen: bus.listen,
            key: bus.key,
            peers: bus.peers,
            health: { Health(["database": await database.health()]) },
            log: log,
            metrics: metrics,
            answering: answers.all(
                checkedBy: PassportVerifier(keys: keys.passports, ended: ended, clock: clock)
            )
        )
        endpoint = server.boundEndpoint
        services =
            answers.outbox.services + [
                answers.remembered.pruning,
                Resealing(apps: answers.apps, database: database, log: log),
                EnrolmentPruning(enrolments: answers.enrolments, clock: clock, log: log),
                auth, Follower(noting: ended, of: auth, log: log),
                profile, GroupMembers.following(profile, in: database, log: log),
                server,
            ]
    }
}

extension MFAServer {
    /// The keys that mfa works with.
    public struct Keys: Sendable {
        let signing: SigningKey
        let sealing: SealingKeys
        let passports: VerifyingKeys

        /// - Parameters:
        ///   - signing: what proofs are signed with.
        ///   - sealing: what factors' secrets and remembered answers are sealed with.
        ///   - passports: what auth's passports are checked with.
        public init(signing: SigningKey, sealing: SealingKeys, passports: VerifyingKeys) {
            self.signing = signing
            self.sealing = sealing
            self.passports = passports
        }
    }
}
