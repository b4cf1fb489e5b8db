public import Foundation
public import IdentityContract
public import Messaging
public import ServiceRuntime

/// Begins to enrol an authenticator app: makes its secret, which counts only once a code has been confirmed.
///
/// A pending session may ask as long as the account has no factor at all; a full one gives a fresh proof of the
/// strongest factor it has (the password where there is none).
public struct BeginAppEnrolment: Request {
    public static let subject: Subject = "mfa.begin-app-enrolment.v1"
    public static let effect = Effect.changes

    /// The longest label, in bytes of UTF-8: as long as an address may be.
    public static let longestLabel = 254

    /// What the app is to call the account: the company address.
    ///
    /// It is nothing but a name for people to read, so it is taken from the caller; one that is empty, too long or has
    /// control characters is malformed.
    public var label: String

    public init(label: String) {
        self.label = label
    }

    public struct Reply: Codable, Sendable {
        public var enrolment: FactorID
        /// 160 bits as 32 characters of base32.
        public var key: Secret<String>
        /// The `otpauth:` address that the QR code holds.
        public var provisioningURI: Secret<String>
        public var expiresAt: Date

        public init(
            enrolment: FactorID,
            key: Secret<String>,
            provisioningURI: Secret<String>,
            expiresAt: Date
        ) {
            self.enrolment = enrolment
            self.key = key
            self.provisioningURI = provisioningURI
            self.expiresAt = expiresAt
        }
    }

    public enum Refusal: String, RefusalReason, CaseIterable {
        /// A sign-in cannot add a factor to an account that has one: verify, and add it in the portal.
        case alreadyEnrolled
        case tooManyFactors
    }
}
