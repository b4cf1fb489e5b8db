/// What a service tells others after it became true: one enum for each service.
///
/// A case that an older program does not know must never be needed by it: new meanings are new subjects.
public protocol Announcement: Codable, Sendable {
    /// The service that tells.
    static var service: CallerName { get }
}

/// A place in a service's announcements, in the order in which they became readable.
///
/// Announcements are ordered by the transaction that wrote them and then by their number; a place is readable only once
/// every transaction below it has ended.
public struct Position: Codable, Comparable, Sendable, Hashable, CustomStringConvertible {
    /// The writing transaction (PostgreSQL's `xid8`).
    public var transaction: UInt64
    /// The number within the outbox.
    public var sequence: Int64

    public init(transaction: UInt64, sequence: Int64) {
        self.transaction = transaction
        self.sequence = sequence
    }

    public static func < (left: Position, right: Position) -> Bool {
        (left.transaction, left.sequence) < (right.transaction, right.sequence)
    }

    public var description: String { "\(transaction)/\(sequence)" }
}
