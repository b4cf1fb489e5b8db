public import IdentityContract
public import Messaging

/// Makes a pending session full, on mfa's proof that a factor was passed or that none is due.
///
/// Asked with the pending session's passport. The reply's token is new; the old one is good for ten seconds more,
/// as pending as it was.
public struct CompleteSignIn: Request {
    public static let subject: Subject = "auth.complete-sign-in.v1"
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
        /// The session ended, or is full already.
        case notPending
    }
}
