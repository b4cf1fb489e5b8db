import Markup

/// Carries the person on to an application after a step-up: a form may not lead off the site, a page may.
struct CarryOnPage: Page {
    var portal: Portal
    /// The application's name.
    var application: String
    var target: WebAddress

    var html: HTML {
        let words = portal.words.verification
        return Surroundings.door.card(in: portal, heading: words.opening(application), leadsOnTo: target) {
            div(.class("sign")) { Icons.done }
            div(.class("centred")) {
                h1 { words.opening(application) }
                p(.class("quiet")) { words.carriedOn(application) }
            }
            a(.class("button"), .href(target), .rel("noopener")) { words.openNow(application) }
        }
    }
}
