public import IdentityContract
public import Messaging

/// Lists accounts by address, for the operator, in pages.
public struct ListAccounts: Request {
    public static let subject: Subject = "auth.list-accounts.v1"
    public static let effect = Effect.reads
    /// The most that one reply holds.
    public static let pageSize = 500

    /// The last address of the page before.
    public var after: String?

    public init(after: String? = nil) {
        self.after = after
    }

    public struct Reply: Codable, Sendable, Hashable {
        public var accounts: [AccountSummary]
        /// Whether there are more.
        public var hasMore: Bool

        public init(accounts: [AccountSummary], hasMore: Bool) {
            self.accounts = accounts
            self.hasMore = hasMore
        }
    }

    public typealias Refusal = Never
}

/// An account as the operator sees it.
public struct AccountSummary: Codable, Sendable, Hashable {
    public var id: AccountID
    public var email: String
    public var username: String
    public var roles: Set<Role>
    public var state: AccountState

    public init(id: AccountID, email: String, username: String, roles: Set<Role>, state: AccountState) {
        self.id = id
        self.email = email
        self.username = username
        self.roles = roles
        self.state = state
    }
}

/// Whether an account may be used.
public enum AccountState: String, Codable, Sendable, Hashable, CaseIterable {
    /// Made, and not yet taken into use.
    case staged
    case activated
    case suspended
}
