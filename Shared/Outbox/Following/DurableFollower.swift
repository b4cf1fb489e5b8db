public import Messaging
public import Postgres
public import ServiceRuntime

/// Applies another service's announcements to this one's database: each exactly once, whatever dies when.
///
/// How far it came is stored in the transaction that applies them, under a lock on that row, so that replicas take turns.
/// Who is new, or was away for longer than announcements are kept, starts from a snapshot.
public final class DurableFollower<News: Announcement>: Service {
    public var name: String { "follower of \(News.service)" }

    private let client: MessageClient
    private let positions: FollowedPositions
    private let database: PostgresPool
    private let log: Log
    private let reset: @Sendable (Transaction) async throws -> Void
    private let apply: @Sendable (News, Transaction) async throws -> Void

    /// How long an answer may take, beyond what the service waits for news.
    private static var patience: Duration { .seconds(3) }
    private static var shortestPause: Duration { .milliseconds(100) }
    private static var longestPause: Duration { .seconds(1) }

    /// Makes a follower; it begins with `run`.
    ///
    /// - Parameters:
    ///   - client: asks the service that tells.
    ///   - database: this service's own, where the position is kept.
    ///   - log: told of interruptions and snapshots.
    ///   - reset: forgets all that was applied, before a snapshot is.
    ///   - apply: makes one announcement true here. It may come again after a snapshot, and must then change nothing.
    public init(
        of client: MessageClient,
        in database: PostgresPool,
        log: Log,
        reset: @escaping @Sendable (Transaction) async throws -> Void,
        apply: @escaping @Sendable (News, Transaction) async throws -> Void
    ) {
        self.client = client
        self.database = database
        self.log = log
        self.reset = reset
        self.apply = apply
        positions = FollowedPositions(service: News.service)
    }

    public func run() async throws {
        var position: Position?
        var pause = Self.shortestPause
        while !Task.isCancelled {
            do {
                position = try await step(from: position)
                pause = Self.shortestPause
            } catch {
                guard !Task.isCancelled else { return }
                log.warning("Following was interrupted.", ["service": "\(News.service)", "error": "\(error)"])
                // What is stored is the truth, whatever came of the transaction that failed.
                position = nil
                try? await Task.sleep(for: pause)
                pause = min(pause * 2, Self.longestPause)
            }
        }
    }

    /// Asks once and applies what comes; returns where to ask next.
    func step(from known: Position?) async throws -> Position {
        var asked = known
        if asked == nil { asked = try await positions.stored(in: database) }
        guard let asked else { return try await takeSnapshot(replacing: nil) }
        let reply = try await client.ask(FollowAnnouncements<News>(after: asked), within: Self.patience)
        if reply.isSnapshotNeeded { return try await takeSnapshot(replacing: asked) }
        guard !reply.events.isEmpty else { return asked }
        return try await database.transaction { transaction in
            let stored = try await positions.locked(in: transaction)
            // Another replica has gone on meanwhile, or back to a snapshot: what came does not follow on from there.
            guard stored == asked else { return stored ?? asked }
            for event in reply.events { try await apply(event, transaction) }
            try await positions.store(reply.position, in: transaction)
            return reply.position
        }
    }

    /// Replaces all that was applied by the service's present state.
    private func takeSnapshot(replacing known: Position?) async throws -> Position {
        // All of it before the transaction, which would hold back every announcement in the same cluster while it waits
        // for pages. What changes while they are read is told again after the first one's position.
        let first = try await client.ask(TakeSnapshot<News>(), within: Self.patience)
        var events = first.events
        var next = first.next
        while let cursor = next {
            let page = try await client.ask(TakeSnapshot<News>(cursor: cursor), within: Self.patience)
            events += page.events
            next = page.next
        }
        let state = events
        let position = try await database.transaction { transaction in
            try await positions.lock(in: transaction)
            // Another replica was faster.
            if let stored = try await positions.locked(in: transaction), stored != known { return stored }
            try await reset(transaction)
            for event in state { try await apply(event, transaction) }
            try await positions.store(first.position, in: transaction)
            return first.position
        }
        log.info("Took a snapshot.", ["service": "\(News.service)", "position": "\(position)"])
        return position
    }
}
