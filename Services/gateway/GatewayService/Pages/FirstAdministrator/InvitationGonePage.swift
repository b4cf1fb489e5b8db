import Markup

/// Says that the link for the first administrator leads nowhere any more.
struct InvitationGonePage: Page {
    var portal: Portal

    var html: HTML {
        let words = portal.words.firstAdministrator
        return Surroundings.door.card(in: portal, heading: words.gone) {
            h1 { words.gone }
            p { words.whyGone }
            a(.class("button"), .href(Places.login)) { words.toLogin }
        }
    }
}
