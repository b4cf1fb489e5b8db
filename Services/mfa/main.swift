import HTTP
import MFAService
import Messaging
import Postgres
import ServiceRuntime

await Program(
    "portico-mfa",
    "That it is you: second factors, what is due of whom, and proofs.",
    MFASettings.self,
    commands: [.health(of: .mfa) { $0.bus }]
) { settings, context in
    let database = try PostgresPool(
        settings.database,
        program: "portico-mfa",
        log: context.log,
        metrics: context.metrics
    )
    try await database.migrate(MFAServer.migrations)
    let server = try MFAServer(
        settings,
        database: database,
        clock: context.clock,
        log: context.log,
        metrics: context.metrics
    )
    let metrics = try await MetricsServer.services(of: context) { Health(["database": await database.health()]) }
    try await context.run([database] + metrics + server.services)
}.main()
