import AuthContract
public import Cryptography
import IdentityContract
public import Messaging
import Outbox
public import Postgres
import ProfileContract
public import ServiceRuntime

/// The profile service: everything that it answers, follows and tidies up.
public struct ProfileServer: Sendable {
    /// What brings a database to where profile needs it: the outbox's own tables, then profile's.
    public static let migrations: [Migration] =
        OutboxMigrations.all + [
            Migration(1, "create_profiles", PackageResources.V0001_create_profiles_sql),
            Migration(2, "create_groups", PackageResources.V0002_create_groups_sql),
        ]

    /// What must run, in the order in which it depends on each other; the database is not among them.
    public let services: [any Service]
    /// Where it answers, once it runs.
    public let endpoint: BusEndpoint

    /// Builds profile from its settings.
    public init(
        _ settings: ProfileSettings,
        database: PostgresPool,
        clock: any WallClock,
        log: Log,
        metrics: Metrics
    ) throws {
        try self.init(
            bus: settings.bus,
            auth: settings.auth,
            sealing: settings.sealing,
            passports: settings.passports,
            database: database,
            clock: clock,
            log: log,
            metrics: metrics
        )
    }

    /// Builds profile from its parts.
    public init(
        bus: (listen: BusEndpoint, key: BusKeyPair, peers: BusPeers),
        auth: [BusEndpoint],
        sealing: SealingKeys,
        passports: VerifyingKeys,
        database: PostgresPool,
        clock: any WallClock,
        log: Log,
        metrics: Metrics
    ) throws {
        let auth = try MessageClient(
            asking: .auth,
            at: auth,
            as: bus.key,
            peers: bus.peers,
            log: log,
            metrics: metrics
        )
        passports.tell(log)
        let ended = EndedSessions(clock: clock)
        let remembered = RememberedAnswers(sealing: sealing, clock: clock, pool: database)
        let outbox = Outbox<ProfileAnnouncement>(in: database, clock: clock, log: log)
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
                ProfileStore(database: database),
                GroupStore(database: database),
                clock
            )
        )
        endpoint = server.boundEndpoint
        services = outbox.services + [remembered.pruning, auth, Follower(noting: ended, of: auth, log: log), server]
    }

    /// Everything that profile answers, and whom.
    private static func answers(
        _ passports: PassportVerifier,
        _ remembered: RememberedAnswers,
        _ outbox: Outbox<ProfileAnnouncement>,
        _ profiles: ProfileStore,
        _ groups: GroupStore,
        _ clock: any WallClock
    ) -> [Answer] {
        [
            // People
            Answer(personal: ShowProfileHandler(profiles: profiles), checkedBy: passports, to: .gateway),
            Answer(
                personal: EditProfileHandler(profiles: profiles, answers: remembered, outbox: outbox, clock: clock),
                checkedBy: passports,
                to: .gateway
            ),
            Answer(
                PutPersonHandler(profiles: profiles, answers: remembered, outbox: outbox, clock: clock),
                to: .operator
            ),
            Answer(ListPeopleHandler(profiles: profiles), to: .operator),

            // Groups
            Answer(PutGroupHandler(groups: groups, answers: remembered, outbox: outbox, clock: clock), to: .operator),
            Answer(ListGroupsHandler(groups: groups), to: .operator),

            // Announcements
            Answer(outbox.following, to: .gateway, .mfa, .apps),
            Answer(outbox.snapshot(GroupSnapshot(groups: groups).page), to: .mfa, .apps),
        ]
    }
}
