public import Foundation
public import IdentityContract
public import Messaging

/// Asks what is due of the person: before a sign-in is complete, or for a step-up.
///
/// Asked with a passport, pending or full. For a pending session the purpose is signing in; for a full one it is a
/// step-up to `requirement`.
public struct FindDue: Request {
    public static let subject: Subject = "mfa.find-due.v1"
    public static let effect = Effect.reads

    /// What a step-up must reach; not looked at while signing in.
    public var requirement: Requirement

    public init(requirement: Requirement = .none) {
        self.requirement = requirement
    }

    public enum Reply: Codable, Sendable, Hashable {
        /// Nothing: policy asks no factor of this account and it has none. Only while signing in.
        case nothing(SignedProof)
        /// One of these methods; the last used comes first.
        case challenge([Method])
        /// A factor must first be enrolled, by one of these methods; none of them where no method that this
        /// installation offers is strong enough.
        case enrolment([Method], postponableUntil: Date?)
        /// The account has no factor, and the password is the strongest proof there is.
        case password
    }

    public typealias Refusal = Never
}
