public import Messaging
public import ServiceRuntime

/// Changes the password of the person who asks, and ends every other session of theirs.
///
/// A sensitive change: asks for a fresh proof of the strongest enrolled factor; the current password in any case.
public struct ChangePassword: Request {
    public static let subject: Subject = "auth.change-password.v1"
    public static let effect = Effect.changes

    public var current: Secret<String>
    public var new: Secret<String>

    public init(current: Secret<String>, new: Secret<String>) {
        self.current = current
        self.new = new
    }

    /// This session goes on under a new token.
    public typealias Reply = OpenedSession

    public enum Refusal: RefusalReason {
        case wrongPassword
        case tooManyTries
        /// The new password breaks these rules.
        case notAcceptable([PasswordRule])
    }
}

/// A rule that a new password must keep.
public enum PasswordRule: String, Codable, Sendable, Hashable, CaseIterable {
    /// At least `PasswordRule.minimumLength` characters.
    case longEnough
    /// At most `PasswordRule.maximumLength` characters.
    case notTooLong
    /// Without the username or the part of the e-mail before the @.
    case withoutName
    /// Other than the current one.
    case differentFromCurrent

    public static let minimumLength = 12
    public static let maximumLength = 256

    /// The rules that `password` breaks, of those that can be judged without a hash: the same check ticks them on
    /// the page and enforces them in auth.
    public static func broken(by password: String, names: [String], current: String?) -> [PasswordRule] {
        var broken: [PasswordRule] = []
        let length = password.count
        if length < minimumLength { broken.append(.longEnough) }
        if length > maximumLength { broken.append(.notTooLong) }
        let folded = password.lowercased()
        if names.contains(where: { $0.count >= shortestName && folded.contains($0.lowercased()) }) {
            broken.append(.withoutName)
        }
        if let current, current == password { broken.append(.differentFromCurrent) }
        return broken
    }

    /// Names shorter than this are in too many words to be looked for.
    public static let shortestName = 4
}
