public import Messaging

/// Logs out: ends the session that asks, everywhere and at once.
///
/// A pending one may ask too.
public struct EndSession: Request {
    public static let subject: Subject = "auth.end-session.v1"
    public static let effect = Effect.changes

    public init() {}

    public struct Reply: Codable, Sendable, Hashable {
        public init() {}
    }

    public typealias Refusal = Never
}
