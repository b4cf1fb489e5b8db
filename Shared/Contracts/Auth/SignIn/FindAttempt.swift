public import Messaging

/// Finds the sign-in that a browser has under way.
public struct FindAttempt: Request {
    public static let subject: Subject = "auth.find-attempt.v1"
    public static let effect = Effect.reads

    public var attempt: AttemptToken

    public init(attempt: AttemptToken) {
        self.attempt = attempt
    }

    public struct Reply: Codable, Sendable, Hashable {
        /// As it was typed, to be shown beside **Change**.
        public var email: String
        public var remember: Bool

        public init(email: String, remember: Bool) {
            self.email = email
            self.remember = remember
        }
    }

    public enum Refusal: String, RefusalReason, CaseIterable {
        /// Unknown, used or too old: the sign-in begins again.
        case attemptGone
    }
}
