public import Foundation
public import IdentityContract
public import Messaging

/// Lists people's own factors.
public struct ListFactors: Request {
    public static let subject: Subject = "mfa.list-factors.v1"
    public static let effect = Effect.reads

    public init() {}

    public struct Reply: Codable, Sendable, Hashable {
        public var factors: [FactorSummary]
        /// Whether policy asks a factor of this person.
        public var isRequired: Bool

        public init(factors: [FactorSummary], isRequired: Bool) {
            self.factors = factors
            self.isRequired = isRequired
        }
    }

    public typealias Refusal = Never
}

/// One enrolled factor, as its owner sees it.
public struct FactorSummary: Codable, Sendable, Hashable {
    public var id: FactorID
    public var method: Method
    public var name: String
    public var addedAt: Date
    public var lastUsedAt: Date?

    public init(id: FactorID, method: Method, name: String, addedAt: Date, lastUsedAt: Date?) {
        self.id = id
        self.method = method
        self.name = name
        self.addedAt = addedAt
        self.lastUsedAt = lastUsedAt
    }
}
