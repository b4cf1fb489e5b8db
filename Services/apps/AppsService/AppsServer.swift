import AppsContract
import AuthContract
public import Cryptography
import IdentityContract
public import Messaging
import Outbox
public import Postgres
import ProfileContract
public import ServiceRuntime

/// The apps service: everything that it answers, follows and tidies up.
public struct AppsServer: Sendable {
    /// What brings a database to where apps needs it: the outbox's own tables, then those of apps.
    public static let migrations: [Migration] =
        OutboxMigrations.all + [
            Migration(1, "create_applications", PackageResources.V0001_create_applications_sql),
            Migration(2, "create_group_members", PackageResources.V0002_create_group_members_sql),
        ]

    /// What must run, in the order in which it depends on each other; the database is not among them.
    public let services: [any Service]
    /// Where it answers, once it runs.
    public let endpoint: BusEndpoint

    /// Builds apps from its settings.
    public init(
        _ settings: AppsSettings,
        database: PostgresPool,
        clock: any WallClock,
        log: Log,
        metrics: Metrics
    ) throws {
        try self.init(
            bus: settings.bus,
            auth: settings.auth,
            profile: settings.profile,
            sealing: settings.sealing,
            passports: settings.passports,
            database: database,
            clock: clock,
            log: log,
            metrics: metrics
        )
    }

    /// Builds apps from its parts.
    public init(
        bus: (listen: BusEndpoint, key: BusKeyPair, peers: BusPeers),
        auth: [BusEndpoint],
        profile: [BusEndpoint],
        sealing: SealingKeys,
        passports: VerifyingKeys,
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
        let auth = try client(of: .auth, at: auth)
        let profile = try client(of: .profile, at: profile)
        passports.tell(log)
        let ended = EndedSessions(clock: clock)
        let remembered = RememberedAnswers(sealing: sealing, clock: clock, pool: database)
        let outbox = Outbox<AppsAnnouncement>(in: database, clock: clock, log: log)
        let groups = GroupMembers(outbox: outbox)
        let server = try MessageServer(
            listen: bus.listen,
            key: bus.key,
            peers: bus.peers,
            health: { Health(["database": await database.health()]) },
            log: log,
            metrics: metrics,
            answering: Self.answers(
                PassportVerifier(keys: passports, ended: ended, clock: clock),
                remembered,
                outbox,
                ApplicationStore(database: database),
                clock
            )
        )
        endpoint = server.boundEndpoint
        services =
            outbox.services + [
                remembered.pruning, auth, Follower(noting: ended, of: auth, log: log),
                profile, groups.following(profile, in: database, log: log), server,
            ]
    }

    /// Everything that apps answers, and whom.
    private static func answers(
        _ passports: PassportVerifier,
        _ remembered: RememberedAnswers,
        _ outbox: Outbox<AppsAnnouncement>,
        _ applications: ApplicationStore,
        _ clock: any WallClock
    ) -> [Answer] {
        [
            // People
            Answer(personal: ListTilesHandler(applications: applications), checkedBy: passports, to: .gateway),
            Answer(
                personal: LaunchApplicationHandler(applications: applications, clock: clock),
                checkedBy: passports,
                to: .gateway
            ),

            // The catalogue
            Answer(
                PutApplicationHandler(applications: applications, answers: remembered, outbox: outbox, clock: clock),
                to: .operator
            ),
            Answer(ListApplicationsHandler(applications: applications), to: .operator),

            // Announcements
            Answer(outbox.following, to: .gateway),
        ]
    }
}
