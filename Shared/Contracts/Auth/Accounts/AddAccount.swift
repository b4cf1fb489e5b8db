public import IdentityContract
public import Messaging
public import ServiceRuntime

/// Adds an account, for the operator.
///
/// Auth makes the first password by itself: nobody chooses another's.
public struct AddAccount: Request {
    public static let subject: Subject = "auth.add-account.v1"
    public static let effect = Effect.changes

    public var email: String
    public var username: String
    public var roles: Set<Role>

    public init(email: String, username: String, roles: Set<Role>) {
        self.email = email
        self.username = username
        self.roles = roles
    }

    public struct Reply: Codable, Sendable {
        public var account: AccountID
        /// Told once; a repeat of the question makes another.
        public var password: Secret<String>

        public init(account: AccountID, password: Secret<String>) {
            self.account = account
            self.password = password
        }
    }

    public enum Refusal: String, RefusalReason, CaseIterable {
        case notAnAddress
        /// 1 to 64 characters of a–z, 0–9, dot, hyphen and underscore, beginning with a letter.
        case notAUsername
        case addressTaken
        case usernameTaken
    }
}
