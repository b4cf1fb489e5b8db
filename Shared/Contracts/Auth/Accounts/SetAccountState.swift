public import IdentityContract
public import Messaging

/// Suspends an account or opens it again, for the operator.
///
/// A suspension ends all its sessions.
public struct SetAccountState: Request {
    public static let subject: Subject = "auth.set-account-state.v1"
    public static let effect = Effect.changes

    public var account: AccountID
    public var state: AccountState

    public init(account: AccountID, state: AccountState) {
        self.account = account
        self.state = state
    }

    public struct Reply: Codable, Sendable, Hashable {
        public init() {}
    }

    public enum Refusal: String, RefusalReason, CaseIterable {
        case noSuchAccount
    }
}
