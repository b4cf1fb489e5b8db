public import Messaging

/// Tells whether the portal knows anybody yet, so that the door of an empty one can say what to do.
public struct ShowPortal: Request {
    public static let subject: Subject = "auth.show-portal.v1"
    public static let effect = Effect.reads

    public init() {}

    public struct Reply: Codable, Sendable, Hashable {
        /// Whether there is no account at all.
        ///
        /// What is not empty never is again.
        public var isEmpty: Bool

        public init(isEmpty: Bool) {
            self.isEmpty = isEmpty
        }
    }

    public typealias Refusal = Never
}
