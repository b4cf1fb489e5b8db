public import IdentityContract
public import Messaging

/// Shows an enrolment again that the same session began and has not confirmed, so that a page can be reloaded.
public struct ShowAppEnrolment: Request {
    public static let subject: Subject = "mfa.show-app-enrolment.v1"
    public static let effect = Effect.reads

    public var enrolment: FactorID

    public init(enrolment: FactorID) {
        self.enrolment = enrolment
    }

    public typealias Reply = BeginAppEnrolment.Reply

    public enum Refusal: String, RefusalReason, CaseIterable {
        /// Unknown, confirmed, another's or too old.
        case enrolmentGone
    }
}
