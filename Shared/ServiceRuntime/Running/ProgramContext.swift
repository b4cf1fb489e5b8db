/// What a program hands to its own `main.swift`.
public struct ProgramContext: Sendable {
    /// The program's log, as its settings want it.
    public let log: Log
    /// What the program counts.
    public let metrics: Metrics
    /// The machine's clock.
    public let clock: any WallClock
    /// The settings that every program shares.
    public let common: CommonSettings
    /// How long stopping may take.
    public let stoppingLimit: Duration

    /// Runs services until the program is told to stop, and stops them in reverse order.
    ///
    /// A signal cancels the task that this is called from, and that is what stops the services.
    public func run(_ services: [any Service]) async throws {
        log.notice("Running.", ["services": services.map(\.name).joined(separator: ", ")])
        try await ServiceRuntime.run(services, log: log, stoppingWithin: stoppingLimit)
        log.notice("Stopped.")
    }
}
