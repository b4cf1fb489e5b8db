/// The door of a portal that knows nobody yet, and the account of its first administrator.
struct FirstAdministratorWords: Codable, Sendable {
    var nobodyYet = "Nobody Is Here Yet"
    var runThis = "This portal is new. Whoever runs it makes the first administrator with one command:"

    var firstAdministrator = "First Administrator"
    var aboutTheAccount: Sentence =
        "Make the account that will look after the {} portal. Setting up a second factor comes next."
    var email = "Email"
    var username = "Username"
    var aboutUsername = "What applications know you by. Lower-case letters, digits, dots, hyphens and underscores."
    var password = "Password"
    var passwordAgain = "Password Again"
    var rules = "The password must be"
    var makeAccount = "Continue"

    var gone = "This Link Is No Longer Good"
    var whyGone =
        "It works once and for an hour, and only as long as the portal has no administrator. If there is none yet, whoever "
        + "runs the portal can make another link."
    var toLogin = "Go to User Login"
}
