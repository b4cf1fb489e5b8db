public import Messaging

/// Puts a required enrolment off, as long as the enrolment period lasts.
///
/// Asked with a pending passport.
public struct PostponeEnrolment: Request {
    public static let subject: Subject = "mfa.postpone-enrolment.v1"
    public static let effect = Effect.reads

    public init() {}

    /// That nothing is due now.
    public typealias Reply = CheckCode.Reply

    public enum Refusal: String, RefusalReason, CaseIterable {
        /// The period is over, the account is an administrator's, or it has a factor to show.
        case notPostponable
    }
}
