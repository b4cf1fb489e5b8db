public import Messaging
public import ServiceRuntime

/// Checks the password of an attempt and opens a session that is still pending.
///
/// A wrong password, an unknown address and a suspended account are the same refusal after the same work, so that
/// a stranger cannot learn which addresses have accounts.
public struct CheckPassword: Request {
    public static let subject: Subject = "auth.check-password.v1"
    public static let effect = Effect.changes

    public var attempt: AttemptToken
    public var password: Secret<String>
    public var browser: BrowserDescription

    public init(attempt: AttemptToken, password: Secret<String>, browser: BrowserDescription) {
        self.attempt = attempt
        self.password = password
        self.browser = browser
    }

    /// The pending session, with its first passport, so that the next question can follow at once.
    public typealias Reply = OpenedSession

    public enum Refusal: String, RefusalReason, CaseIterable {
        case wrongCredentials
        /// Too many tries: no password is judged for a while.
        case tooManyTries
        /// Unknown, used or too old: the sign-in begins again.
        case attemptGone
    }
}
