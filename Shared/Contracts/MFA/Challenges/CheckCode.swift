public import IdentityContract
public import Messaging
public import ServiceRuntime

/// Checks a code of an authenticator app, for signing in (with a pending passport) or a step-up (with a full one).
///
/// A code works once. Wrong ones count for the account over all attempts, in every replica.
public struct CheckCode: Request {
    public static let subject: Subject = "mfa.check-code.v1"
    public static let effect = Effect.changes

    public var code: Secret<String>

    public init(code: Secret<String>) {
        self.code = code
    }

    public struct Reply: Codable, Sendable, Hashable {
        public var proof: SignedProof

        public init(proof: SignedProof) {
            self.proof = proof
        }
    }

    public enum Refusal: RefusalReason {
        /// Wrong, or used before.
        case wrongCode
        /// No code is judged for a while, in seconds.
        case tooManyTries(waitSeconds: Int)
        case notEnrolled
    }
}
