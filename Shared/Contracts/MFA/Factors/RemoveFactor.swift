public import IdentityContract
public import Messaging

/// Removes one of a person's own factors, on a fresh proof of the strongest that they have.
public struct RemoveFactor: Request {
    public static let subject: Subject = "mfa.remove-factor.v1"
    public static let effect = Effect.changes

    public var factor: FactorID

    public init(factor: FactorID) {
        self.factor = factor
    }

    public struct Reply: Codable, Sendable, Hashable {
        public init() {}
    }

    public enum Refusal: String, RefusalReason, CaseIterable {
        /// There is none with this id, or it is another's.
        case noSuchFactor
    }
}
