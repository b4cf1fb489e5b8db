/// The tiles.
struct ApplicationsWords: Codable, Sendable {
    var search = "Search applications"
    var asksForVerification = "Verification"
    var opensInNewTab = "Opens in a new tab"
    var noneFound = "No application matches."
    var none = "No applications yet"
    var whenThereAreSome = "Once your administrator gives you applications, they appear here."
    var unavailable = "Your applications cannot be shown just now"
    var tryAgainSoon = "They are safe. This is usually over in a moment."
    var tryAgain = "Try Again"
}
