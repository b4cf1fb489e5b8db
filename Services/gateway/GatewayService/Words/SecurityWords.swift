import AuthContract

/// How one signs in, and changing that.
struct SecurityWords: Codable, Sendable {
    var howYouSignIn = "How you sign in, and what keeps others out."
    var password = "Password"
    var changed: Sentence = "Changed {}"
    var neverChanged = "Not changed yet"
    var resetPassword = "Reset Password"
    var multiFactor = "Multi-Factor Authentication"
    var required: Sentence = "{} requires a second factor of you."
    var recommended = "A second factor keeps your account yours, even when somebody learns your password."
    var authenticatorApp = "Authenticator App"
    var notSetUp = "Not set up"
    var isSetUp = "Set up"
    var setUp = "Set Up"
    var addAnother = "Add Another"
    var unavailable = "Your methods cannot be shown just now. Try again in a moment."
    var added: Sentence = "Added {}"
    var lastUsed: Sentence = "Last used {}"
    var neverUsed = "Not used yet"
    var remove = "Remove"
    var removeNamed: Sentence = "Remove {}"
    var whenRemoved: Sentence = "Codes from {} will no longer work."
    var whenLastRemoved: Sentence = "Codes from {} will no longer work, and you will have no second factor left."
    var yesRemove = "Yes, Remove"
    var passwordChanged = "Your password is changed. You are logged out everywhere else."
    var factorRemoved = "The method is removed."

    var currentPassword = "Current Password"
    var newPassword = "New Password"
    var newPasswordAgain = "New Password Again"
    var aboutChanging = "You stay logged in here. Everywhere else you are logged out."
    var rules = "The new password must be"
    var longEnough = CountedSentence(one: "{} character or more", other: "{} characters or more")
    var notTooLong = CountedSentence(one: "{} character at most", other: "{} characters at most")
    var withoutName = "without your username or e-mail name"
    var differentFromCurrent = "different from the current one"
    var kept = "Kept"
    var broken = "Not kept"
    var save = "Save"

    /// What a rule asks for.
    func rule(_ rule: PasswordRule) -> String {
        switch rule {
        case .longEnough: longEnough(PasswordRule.minimumLength)
        case .notTooLong: notTooLong(PasswordRule.maximumLength)
        case .withoutName: withoutName
        case .differentFromCurrent: differentFromCurrent
        }
    }
}
