public import IdentityContract
public import Messaging

/// Raises the assurance of a full session, on mfa's proof of a step-up or an enrolment.
///
/// The reply's token is new; the old one is good for ten seconds more at its old assurance, so that other tabs do
/// not break.
public struct RaiseSession: Request {
    public static let subject: Subject = "auth.raise-session.v1"
    public static let effect = Effect.changes

    public var proof: SignedProof

    public init(proof: SignedProof) {
        self.proof = proof
    }

    public typealias Reply = OpenedSession

    public enum Refusal: String, RefusalReason, CaseIterable {
        /// Forged, expired, or for something else.
        case proofNotAccepted
        case proofUsedBefore
    }
}
