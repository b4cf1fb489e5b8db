public import Foundation
public import IdentityContract
public import Messaging

/// Shows people what auth holds of their own account.
public struct ShowAccount: Request {
    public static let subject: Subject = "auth.show-account.v1"
    public static let effect = Effect.reads

    public init() {}

    public struct Reply: Codable, Sendable, Hashable {
        public var email: String
        public var username: String
        public var roles: Set<Role>
        public var passwordChangedAt: Date?

        public init(email: String, username: String, roles: Set<Role>, passwordChangedAt: Date?) {
            self.email = email
            self.username = username
            self.roles = roles
            self.passwordChangedAt = passwordChangedAt
        }
    }

    public typealias Refusal = Never
}
