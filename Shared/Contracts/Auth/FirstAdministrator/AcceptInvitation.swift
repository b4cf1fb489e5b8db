public import Messaging
public import ServiceRuntime

/// Makes the first administrator's account, and opens a session of it that is still pending, as the right password does.
///
/// What cannot be accepted leaves the invitation as it was, but for the try, which is counted.
public struct AcceptInvitation: Request {
    public static let subject: Subject = "auth.accept-invitation.v1"
    public static let effect = Effect.changes

    public var invitation: InvitationToken
    /// As typed; trimmed and lower-cased by auth.
    public var email: String
    public var username: String
    public var password: Secret<String>
    public var browser: BrowserDescription

    public init(
        invitation: InvitationToken,
        email: String,
        username: String,
        password: Secret<String>,
        browser: BrowserDescription
    ) {
        self.invitation = invitation
        self.email = email
        self.username = username
        self.password = password
        self.browser = browser
    }

    /// The pending session, with its first passport.
    public typealias Reply = OpenedSession

    public enum Refusal: RefusalReason {
        /// Unknown, used, replaced by a newer one, tried too often, or too old; or there is an administrator by now.
        case invitationGone
        case notAnAddress
        /// 1 to 64 characters of a–z, 0–9, dot, hyphen and underscore, beginning with a letter.
        case notAUsername
        case addressTaken
        case usernameTaken
        /// The password breaks these rules.
        case notAcceptable([PasswordRule])
    }
}
