public import Foundation
public import Messaging

/// Begins a sign-in: an attempt, for any address, with an account or without.
public struct BeginSignIn: Request {
    public static let subject: Subject = "auth.begin-sign-in.v1"
    public static let effect = Effect.changes

    /// As typed; trimmed and lower-cased by auth.
    public var email: String
    /// Whether the session is to outlive the browser.
    public var remember: Bool
    public var browser: BrowserDescription

    public init(email: String, remember: Bool, browser: BrowserDescription) {
        self.email = email
        self.remember = remember
        self.browser = browser
    }

    public struct Reply: Codable, Sendable {
        public var attempt: AttemptToken
        public var expiresAt: Date

        public init(attempt: AttemptToken, expiresAt: Date) {
            self.attempt = attempt
            self.expiresAt = expiresAt
        }
    }

    public enum Refusal: String, RefusalReason, CaseIterable {
        /// Not of the form of an address, too long, or with characters that no address has.
        case notAnAddress
    }
}
