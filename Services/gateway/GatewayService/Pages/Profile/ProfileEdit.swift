import ProfileContract

/// What came of editing a field.
struct ProfileEdit: Sendable, Hashable {
    /// How it ended.
    enum Outcome: Sendable, Hashable {
        case saved
        /// Typed before a verification that had to come first, and put back: not saved yet.
        case unsaved
        /// Not accepted, for this reason.
        case refused(String)
        /// Somebody changed it meanwhile to `current`: what was typed stays in the field, and saving again takes it.
        case overtaken(current: String)
    }

    var field: ProfileField
    /// As typed.
    var value: String
    var outcome: Outcome
}
