import GatewayService
import HTTP
import ServiceRuntime

await Program(
    "portico-gateway",
    "The door: the portal's pages, and the way to the four services.",
    GatewaySettings.self,
    commands: [.health]
) { settings, context in
    let gateway = try await GatewayServer(
        settings,
        clock: context.clock,
        log: context.log,
        metrics: context.metrics
    )
    var services = gateway.services
    if let listen = context.common.metricsListen {
        let metrics = try await MetricsServer(
            listen: listen,
            metrics: context.metrics,
            health: gateway.health,
            log: context.log
        )
        services.insert(metrics, at: 0)
    }
    try await context.run(services)
}.main()
