import Markup

/// The rooms of the portal.
enum Room: Sendable, Hashable {
    case applications, profile, security
}

/// The frame of a page inside: the bar with the account menu, the rooms, and what this room shows.
struct RoomFrame {
    var portal: Portal
    var visitor: Visitor
    /// The one that one is in, if any.
    var room: Room?
    var heading: String
    var leadsOnTo: WebAddress?

    func html(@HTMLBuilder content: () -> HTML) -> HTML {
        let words = portal.words.frame
        return Document(portal: portal, heading: heading, look: "inside", leadsOnTo: leadsOnTo).html {
            a(.class("skip"), .href("#main")) { words.skip }
            header(.class("bar")) {
                a(.class("brand"), .href(Places.applications)) {
                    Icons.mark
                    bdi { portal.organization }
                }
                AccountMenu(words: words, visitor: visitor).html
            }
            nav(.class("rooms"), .ariaLabel(words.portal)) {
                way(to: .applications, at: Places.applications, words.applications, Icons.applications)
                way(to: .profile, at: Places.profile, words.profile, Icons.person)
                way(to: .security, at: Places.security, words.security, Icons.shield)
            }
            main(.id("main"), .class("room"), .tabIndex(-1)) { content() }
        }
    }

    private func way(to other: Room, at address: WebAddress, _ name: String, _ icon: HTML) -> HTML {
        a(.href(address), .ariaCurrentPage(room == other)) {
            icon
            span { name }
        }
    }
}
