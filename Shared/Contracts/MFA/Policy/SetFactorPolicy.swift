public import Messaging

/// Replaces the policy, for the operator.
public struct SetFactorPolicy: Request {
    public static let subject: Subject = "mfa.set-factor-policy.v1"
    public static let effect = Effect.changes

    public var policy: FactorPolicy

    public init(policy: FactorPolicy) {
        self.policy = policy
    }

    public struct Reply: Codable, Sendable, Hashable {
        public init() {}
    }

    public enum Refusal: String, RefusalReason, CaseIterable {
        /// `enrolmentDays` is outside `FactorPolicy.enrolmentDaysRange`.
        case enrolmentDaysOutOfRange
    }
}
