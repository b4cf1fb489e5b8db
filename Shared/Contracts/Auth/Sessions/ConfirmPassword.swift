public import Messaging
public import ServiceRuntime

/// Raises a full session by its password, for whoever has no factor and needs a fresh proof.
///
/// Counted together with the wrong passwords of signing in.
public struct ConfirmPassword: Request {
    public static let subject: Subject = "auth.confirm-password.v1"
    public static let effect = Effect.changes

    public var password: Secret<String>

    public init(password: Secret<String>) {
        self.password = password
    }

    public typealias Reply = OpenedSession

    public enum Refusal: String, RefusalReason, CaseIterable {
        case wrongPassword
        case tooManyTries
    }
}
