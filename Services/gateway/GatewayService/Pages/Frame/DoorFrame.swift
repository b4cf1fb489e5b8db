import Markup

/// The frame of a page before one is in: the organization, and one card under its arch.
struct DoorFrame {
    var portal: Portal
    var heading: String
    var leadsOnTo: WebAddress?
    /// Whether whom to turn to stands under the card.
    var offersHelp = true

    func html(@HTMLBuilder content: () -> HTML) -> HTML {
        Document(portal: portal, heading: heading, look: "door", leadsOnTo: leadsOnTo).html {
            Icons.arches
            header {
                span(.class("brand")) {
                    Icons.mark
                    bdi { portal.organization }
                }
            }
            main { content() }
            if offersHelp { footer { p { "\(portal.words.frame.trouble) \(portal.helpContact)" } } }
        }
    }
}
