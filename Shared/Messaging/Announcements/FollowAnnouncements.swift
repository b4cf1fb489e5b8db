/// Asks for a service's announcements after a position, and waits a little for news.
///
/// An answer comes at once when there is news, and otherwise empty after `longestSilence`: it shows that the line is
/// alive.
public struct FollowAnnouncements<News: Announcement>: Request {
    public static var subject: Subject { "\(News.service).announcements.v1" }
    public static var effect: Effect { .reads }

    /// How long a poll without news may take.
    public static var longestSilence: Duration { .milliseconds(300) }
    /// The most announcements in one answer.
    public static var largestPage: Int { 500 }

    /// The last position that the follower has applied; `nil` to start at what is newest now.
    public var after: Position?
    /// The most announcements wanted.
    public var limit: Int

    public init(after: Position?, limit: Int = Self.largestPage) {
        self.after = after
        self.limit = limit
    }

    public struct Reply: Codable, Sendable {
        /// What happened, oldest first; empty where there is no news, or where a snapshot is needed.
        public var events: [News]
        /// The position to ask after next.
        public var position: Position
        /// Whether the position asked after is older than what is kept.
        public var isSnapshotNeeded: Bool
        /// Whether there may be more news at once: as many came as were wanted, or as fit a message.
        public var isPageFull: Bool

        public init(events: [News], position: Position, isSnapshotNeeded: Bool = false, isPageFull: Bool = false) {
            self.events = events
            self.position = position
            self.isSnapshotNeeded = isSnapshotNeeded
            self.isPageFull = isPageFull
        }
    }

    public typealias Refusal = Never
}
