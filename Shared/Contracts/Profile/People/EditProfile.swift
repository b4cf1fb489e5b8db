public import Messaging

/// Changes one field of the asking person's profile.
///
/// An empty value clears it.
///
/// The alternate e-mail is a sensitive change and asks for a fresh proof.
public struct EditProfile: Request {
    public static let subject: Subject = "profile.edit.v1"
    public static let effect = Effect.changes

    public var field: ProfileField
    /// As typed; trimmed by profile.
    public var value: String
    /// The field's value on the page that it was edited on: another tab's change is never overwritten silently.
    public var seenValue: String

    public init(field: ProfileField, value: String, seenValue: String) {
        self.field = field
        self.value = value
        self.seenValue = seenValue
    }

    /// The profile as it is now.
    public typealias Reply = Profile

    public enum Refusal: RefusalReason {
        /// The administrator's to change.
        case notYours
        case notAcceptable(FieldProblem)
        /// Meanwhile the field was changed to this.
        case changedMeanwhile(current: String)
    }
}

/// What is wrong with a value.
public enum FieldProblem: String, Error, Codable, Sendable, Hashable, CaseIterable {
    case tooLong
    /// Control characters, line breaks, NUL or invisible direction marks.
    case forbiddenCharacters
    case notAnAddress
    case notAPhoneNumber
    case notACountry

    /// The longest value of any field, in characters.
    public static let longestValue = 200
}
