public import IdentityContract
public import Messaging
public import ServiceRuntime

/// Confirms an enrolment with the app's first code.
///
/// The factor counts from here on.
public struct ConfirmAppEnrolment: Request {
    public static let subject: Subject = "mfa.confirm-app-enrolment.v1"
    public static let effect = Effect.changes

    public var enrolment: FactorID
    public var code: Secret<String>
    /// What the person calls it; 1 to 60 characters.
    public var name: String

    public init(enrolment: FactorID, code: Secret<String>, name: String) {
        self.enrolment = enrolment
        self.code = code
        self.name = name
    }

    /// A proof of the enrolment: it completes a sign-in that waited for one, and verifies nobody.
    public typealias Reply = CheckCode.Reply

    public enum Refusal: RefusalReason {
        case wrongCode
        case tooManyTries(waitSeconds: Int)
        /// Unknown, confirmed, another session's or too old; or factors were added meanwhile, so that this one may
        /// not be any more.
        case enrolmentGone
        /// The name is empty, too long or has control characters.
        case nameNotAcceptable
    }
}
