/// The extra step, at sign-in and later.
struct VerificationWords: Codable, Sendable {
    var verifyYourIdentity = "Verify Your Identity"
    var chooseAMethod = "This extra step shows you're really you. Choose a method to verify yourself:"
    var noMethod = "None of your methods can be used here."
    var signingIn = "Signing in"
    var methods = "Methods"
    var useAnAuthenticatorApp = "Use an Authenticator App"
    var sixDigits = "A 6-digit code"
    var openYourApp: Sentence =
        "This extra step shows you're really you. Enter the code that your authenticator app shows for {}."
    var enterCode = "Enter Code"
    var codePlaceholder = "6 digits"
    var submit = "Submit"
    var anotherMethod = "Use another method"
    var startOver = "Use another account"
    var confirmItsYou = "Confirm It's You"
    var enterPasswordAgain = "For a change like this, enter your password once more."
    var password = "Password"
    var proceed = "Continue"
    var opening: Sentence = "Opening {}"
    var carriedOn: Sentence = "You are verified. {} opens by itself in a moment."
    var openNow: Sentence = "Open {} now"
}
