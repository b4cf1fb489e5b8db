public import ServiceRuntime
import Synchronization

/// Follows a service's announcements from now on, with its position in memory.
///
/// It suits caches: each replica has one of its own, and what is cached counts only while `isCurrent`. What must survive a
/// restart is followed with Outbox's `DurableFollower`.
public final class Follower<News: Announcement>: Service {
    /// How long one poll may take, its wait for news included.
    public static var pollLimit: Duration { .seconds(1) }
    /// How long it waits after a poll that failed.
    public static var pause: Duration { .milliseconds(50) }

    /// What the log calls it.
    public var name: String { "following \(News.service)" }

    private let client: MessageClient
    private let log: Log
    private let apply: @Sendable ([News]) async -> Void
    private let interrupted: @Sendable () async -> Void
    private let lastAnswer = Mutex<ContinuousClock.Instant?>(nil)

    /// Makes a follower; following begins with `run`.
    ///
    /// - Parameters:
    ///   - client: what asks the service.
    ///   - log: where it tells that it cannot follow, and that it can again.
    ///   - apply: takes what happened, oldest first. The next poll waits for it.
    ///   - interrupted: called when announcements may have been missed: whatever was built from them must be forgotten. It
    ///     is called at the first answer too.
    public init(
        of client: MessageClient,
        log: Log,
        apply: @escaping @Sendable ([News]) async -> Void,
        interrupted: @escaping @Sendable () async -> Void
    ) {
        self.client = client
        self.log = log
        self.apply = apply
        self.interrupted = interrupted
    }

    /// Whether the service answered within the last `limit`: nothing that it announced before then is unknown here.
    public func isCurrent(within limit: Duration = .seconds(1)) -> Bool {
        guard let last = lastAnswer.withLock({ $0 }) else { return false }
        return last.duration(to: .now) <= limit
    }

    /// Follows until its task is cancelled.
    public func run() async {
        var position: Position?
        var isTroubled = false
        while !Task.isCancelled {
            let asked = ContinuousClock.now
            do {
                let reply = try await client.ask(FollowAnnouncements<News>(after: position), within: Self.pollLimit)
                if position == nil || reply.isSnapshotNeeded { await interrupted() }
                if !reply.events.isEmpty { await apply(reply.events) }
                position = reply.position
                // An answer that was long on its way says nothing about the moment at which it arrived.
                let written = min(.now, asked + FollowAnnouncements<News>.longestSilence)
                lastAnswer.withLock { $0 = reply.isPageFull ? nil : written }
                if isTroubled { log.notice("follows again", ["service": News.service.rawValue]) }
                isTroubled = false
            } catch is CancellationError {
                return
            } catch {
                if !isTroubled {
                    log.warning("cannot follow", ["service": News.service.rawValue, "error": "\(error)"])
                }
                isTroubled = true
                // Cut short when the task is cancelled, which the loop sees.
                try? await Task.sleep(for: Self.pause)
            }
        }
    }
}
