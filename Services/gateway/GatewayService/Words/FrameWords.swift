/// What stands around every page.
struct FrameWords: Codable, Sendable {
    var skip = "Skip to content"
    /// The name of the navigation.
    var portal = "Portal"
    var applications = "Applications"
    var profile = "Profile"
    var security = "Security"
    var accountMenu = "Account menu"
    var theme = "Theme"
    var light = "Light"
    var dark = "Dark"
    var automatic = "Auto"
    var logOut = "Log Out"
    var trouble = "Trouble signing in?"
    var offline = "You are offline. What you see may be out of date."
    var back = "Back"
    var cancel = "Cancel"
    var backToApplications = "Back to Applications"
    var showPassword = "Show password"
}
