import AuthService
import HTTP
import Messaging
import Postgres
import ServiceRuntime

await Program(
    "portico-auth",
    "Who you are: accounts, passwords, sign-in and sessions.",
    AuthSettings.self,
    commands: [.health(of: .auth) { $0.bus }]
) { settings, context in
    let database = try PostgresPool(
        settings.database,
        program: "portico-auth",
        log: context.log,
        metrics: context.metrics
    )
    try await database.migrate(AuthServer.migrations)
    let server = try AuthServer(
        settings,
        database: database,
        clock: context.clock,
        log: context.log,
        metrics: context.metrics
    )
    let metrics = try await MetricsServer.services(of: context) { Health(["database": await database.health()]) }
    try await context.run([database] + metrics + server.services)
}.main()
