public import IdentityContract
public import Messaging
public import ServiceRuntime

/// Confirms an enrolment with the app's first code. The factor counts from here on.
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

    /// A passed challenge: it completes a sign-in, and raises a full session.
    public typealias Reply = CheckCode.Reply

    public enum Refusal: RefusalReason {
        case wrongCode
        case tooManyTries(waitSeconds: Int)
        /// Unknown, confirmed, another session's or too old.
        case enrolmentGone
        /// The name is empty, too long or has control characters.
        case nameNotAcceptable
    }
}
