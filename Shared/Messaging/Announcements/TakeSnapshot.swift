/// Asks for announcements that rebuild a service's present state, page by page.
public struct TakeSnapshot<News: Announcement>: Request {
    public static var subject: Subject { "\(News.service).snapshot.v1" }
    public static var effect: Effect { .reads }

    /// What the page before gave as `next`; `nil` for the first.
    public var cursor: String?

    public init(cursor: String? = nil) {
        self.cursor = cursor
    }

    public struct Reply: Codable, Sendable {
        /// A part of the state, as announcements.
        public var events: [News]
        /// Where to follow on from: the first page's counts, since what changes while the others are read is told again.
        public var position: Position
        /// Asks for the next page; `nil` at the end.
        public var next: String?

        public init(events: [News], position: Position, next: String? = nil) {
            self.events = events
            self.position = position
            self.next = next
        }
    }

    public typealias Refusal = Never
}
