/// The two screens of signing in, and what to do without a password.
struct SignInWords: Codable, Sendable {
    var userLogin = "User Login"
    var toThePortal: Sentence = "to the {} portal"
    var email = "Email"
    var emailPlaceholder = "User Email Address"
    var rememberMe = "Remember me"
    var proceed = "Continue"
    var change = "Change"
    var password = "Password"
    var login = "Login"
    var resetUserPassword = "Reset User Password"
    var resetPasswordRequest = "Reset Password Request"
    var whoResets = "Your administrator can help with a forgotten password."
    var backToUserLogin = "Back to User Login"
}
