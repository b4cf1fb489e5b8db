import Markup

/// Says whom to ask for a new password.
struct ResetPage: Page {
    var portal: Portal

    var html: HTML {
        let words = portal.words.signIn
        return Surroundings.door.card(in: portal, heading: words.resetPasswordRequest) {
            h1 { words.resetPasswordRequest }
            p { "\(words.whoResets) \(portal.helpContact)" }
            a(.class("button"), .href(Places.login)) { words.backToUserLogin }
        }
    }
}
