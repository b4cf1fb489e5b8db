import AppsService
import HTTP
import Messaging
import Postgres
import ServiceRuntime

await Program(
    "portico-apps",
    "Where you may go: the applications, and who may open them.",
    AppsSettings.self,
    commands: [.health(of: .apps) { $0.bus }]
) { settings, context in
    let database = try PostgresPool(
        settings.database,
        program: "portico-apps",
        log: context.log,
        metrics: context.metrics
    )
    try await database.migrate(AppsServer.migrations)
    let server = try AppsServer(
        settings,
        database: database,
        clock: context.clock,
        log: context.log,
        metrics: context.metrics
    )
    let metrics = try await MetricsServer.services(of: context) { Health(["database": await database.health()]) }
    try await context.run([database] + metrics + server.services)
}.main()
