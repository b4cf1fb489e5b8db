/// A part of a program that lives as long as the program does: a server, a pool, a follower.
public protocol Service: Sendable {
    /// What the log calls it.
    var name: String { get }

    /// Works until its task is cancelled, then finishes what it began, closes, and returns.
    ///
    /// It throws only when it cannot go on, which ends the program; coming back from anything else, such as a server
    /// that restarts, is its own business. Returning before its task is cancelled counts as not being able to go on.
    func run() async throws
}

/// Runs services side by side until told to stop, then stops them one after another, the last of the list first.
///
/// So a list reads from the ground up, `[pool, server]`: the server stops answering while the pool still works. They stop
/// when `stop` returns, when the calling task is cancelled, or when one of them ends by itself.
///
/// - Parameters:
///   - services: The services, in the order in which they depend on each other.
///   - log: Told what starts, stops and fails.
///   - limit: How long stopping may take altogether.
///   - stop: Returns when it is time to stop; nil waits for the task's cancellation alone.
/// - Throws: What the first failing service threw, ``ServiceEnded``, or ``StoppingTookTooLong``; nothing after a plain stop.
public func run(
    _ services: [any Service],
    log: Log,
    stoppingWithin limit: Duration = .seconds(10),
    until stop: (@Sendable () async -> Void)? = nil
) async throws {
    let supervisor = Supervisor(services: services, log: log, limit: limit)
    // A task of its own, since the caller's may be cancelled, and one that is cancelled could not wait for the services.
    let supervising = Task { try await supervisor.run(until: stop) }
    try await withTaskCancellationHandler {
        try await supervising.value
    } onCancel: {
        supervisor.stop()
    }
}

/// A service returned although nobody had asked it to.
public struct ServiceEnded: Error, CustomStringConvertible {
    /// The service's name.
    public let service: String

    /// Which one ended.
    public var description: String { "\(service) ended by itself." }
}

/// Services were still working when the time to stop them had run out.
public struct StoppingTookTooLong: Error, CustomStringConvertible {
    /// The names of the services that had not ended.
    public let services: [String]

    /// Which ones had not ended.
    public var description: String { "Not stopped in time: \(services.joined(separator: ", "))." }
}
