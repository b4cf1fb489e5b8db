public import ServiceRuntime

extension MetricsServer {
    /// The metrics server that a program's settings ask for, as a list of one, or of none where they ask for none.
    ///
    /// - Parameters:
    ///   - context: What the program was started with; `PORTICO_METRICS_LISTEN` says where.
    ///   - health: Tells how the program is.
    /// - Returns: What is to be run with the program's other services.
    /// - Throws: A `NetworkError` or `ResolverError` when it cannot listen there.
    public static func services(
        of context: ProgramContext,
        health: @escaping @Sendable () async -> Health
    ) async throws -> [any Service] {
        guard let listen = context.common.metricsListen else { return [] }
        return [try await MetricsServer(listen: listen, metrics: context.metrics, health: health, log: context.log)]
    }
}
