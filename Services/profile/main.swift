import HTTP
import Messaging
import Postgres
import ProfileService
import ServiceRuntime

await Program(
    "portico-profile",
    "What is known of you: your details, and the groups you are in.",
    ProfileSettings.self,
    commands: [.health(of: .profile) { $0.bus }]
) { settings, context in
    let database = try PostgresPool(
        settings.database,
        program: "portico-profile",
        log: context.log,
        metrics: context.metrics
    )
    try await database.migrate(ProfileServer.migrations)
    let server = try ProfileServer(
        settings,
        database: database,
        clock: context.clock,
        log: context.log,
        metrics: context.metrics
    )
    let metrics = try await MetricsServer.services(of: context) { Health(["database": await database.health()]) }
    try await context.run([database] + metrics + server.services)
}.main()
