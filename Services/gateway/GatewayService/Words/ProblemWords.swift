/// What is said when there is no page to show, and what to do next.
struct ProblemWords: Codable, Sendable {
    /// A heading, and what to do.
    struct Explanation: Codable, Sendable {
        var heading: String
        var text: String
    }

    var malformed = Explanation(
        heading: "That Request Could Not Be Read",
        text: "Something in it was cut off or mixed up on its way. Go back and try once more."
    )
    var staleForm = Explanation(
        heading: "This Page Was Open for Too Long",
        text:
            "Nothing was changed. The page was from before you last logged in or out, or did not come from this portal. "
            + "Open it again and send it once more."
    )
    var notAllowed = Explanation(
        heading: "This Is Not Yours to Open",
        text: "Your account does not reach this far. If you need it, ask for it."
    )
    var notFound = Explanation(
        heading: "There Is Nothing Here",
        text: "The address may be mistyped or out of date, or what was here is not yours to open."
    )
    var wrongMethod = Explanation(
        heading: "This Page Cannot Be Opened That Way",
        text: "You may have reloaded or bookmarked the middle of something. Begin again from the start."
    )
    var tooLarge = Explanation(
        heading: "That Was Too Much at Once",
        text: "What was sent is larger than the portal takes. Nothing was changed. Go back and send less."
    )
    var misdirected = Explanation(
        heading: "This Portal Has Another Address",
        text: "You reached it under a name that is not its own. Use the address that your organization gave you."
    )
    var tooManyTries = Explanation(
        heading: "Too Many Tries",
        text: "Wait ten minutes, then try again. Nobody is logged out by this."
    )
    var failed = Explanation(
        heading: "Something Went Wrong on Our Side",
        text: "It is not your doing, and it has been written down. Try again; if it stays, tell us the number below."
    )
    var unavailable = Explanation(
        heading: "The Portal Needs a Moment",
        text: "It cannot do this just now, and nothing was changed. Wait a little, then try again."
    )
    var unknownOutcome = Explanation(
        heading: "The Answer Was Lost on Its Way",
        text: "It may have been done or not. Look first, before you do it again."
    )
    var incident: Sentence = "Incident {}"
    var toApplications = "Go to Applications"
    var toLogin = "Go to User Login"
    var goOn = "Continue"
    var tryAgain = "Try Again"
}
