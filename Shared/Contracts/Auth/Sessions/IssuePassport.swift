public import IdentityContract
public import Messaging

/// Turns a browser's session token into a passport for the caller's bus key, and counts as a use of the session.
public struct IssuePassport: Request {
    public static let subject: Subject = "auth.issue-passport.v1"
    /// The last use is written at most once a minute, so that asking again changes nothing.
    public static let effect = Effect.reads

    public var token: SessionToken

    public init(token: SessionToken) {
        self.token = token
    }

    public struct Reply: Codable, Sendable {
        public var passport: SignedPassport
        public var session: SessionSummary

        public init(passport: SignedPassport, session: SessionSummary) {
            self.passport = passport
            self.session = session
        }
    }

    public enum Refusal: String, RefusalReason, CaseIterable {
        /// Unknown, ended, idle for too long, or replaced by a newer token.
        case noSession
    }
}
