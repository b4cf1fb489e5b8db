import AppsContract
import Foundation
import IdentityContract
import Markup

/// **Applications**: a tile for each, which opens `/applications/:id/open` in a new tab.
struct ApplicationsPage: Page {
    var portal: Portal
    var visitor: Visitor
    /// By name; `nil` where they cannot be had just now.
    var tiles: [Tile]?
    /// Those that will ask for a verification first.
    var asking: Set<ApplicationID> = []
    var notice: Notice?

    /// Fewer than these need no search.
    static let fewestToSearch = 5

    var html: HTML {
        let words = portal.words.applications
        let heading = portal.words.frame.applications
        return RoomFrame(portal: portal, visitor: visitor, room: .applications, heading: heading).html {
            header(.class("top")) {
                h1 { heading }
                if let tiles, tiles.count >= Self.fewestToSearch { search(words) }
            }
            notice?.html
            if let tiles {
                if tiles.isEmpty { none(words) } else { list(of: tiles, words) }
            } else {
                unavailable(words)
            }
        }
    }

    /// Which of `tiles` ask for more than `assurance` holds at `now`.
    static func asking(among tiles: [Tile], of assurance: Assurance, at now: Date) -> Set<ApplicationID> {
        Set(tiles.filter { !$0.requirement.isMet(by: assurance, at: now) }.map(\.id))
    }

    private func search(_ words: ApplicationsWords) -> HTML {
        div(.class("search", "scripted"), .role("search")) {
            Icons.search
            input(
                .id("search"),
                .type(.search),
                .placeholder(words.search),
                .ariaLabel(words.search),
                .autocomplete(.off),
                .spellcheck(false)
            )
        }
    }

    private func list(of tiles: [Tile], _ words: ApplicationsWords) -> HTML {
        HTML {
            ul(.class("tiles"), .id("tiles")) {
                for tile in tiles { TileView(tile: tile, words: words, isAsking: asking.contains(tile.id)).html }
            }
            p(.id("new-tab"), .hidden()) { words.opensInNewTab }
            p(.id("none-found"), .class("blank"), .role("status"), .data("none", words.noneFound)) {}
        }
    }

    private func none(_ words: ApplicationsWords) -> HTML {
        div(.class("blank")) {
            Icons.applications
            h2 { words.none }
            p { words.whenThereAreSome }
            p { portal.helpContact }
        }
    }

    private func unavailable(_ words: ApplicationsWords) -> HTML {
        div(.class("blank"), .role("alert")) {
            Icons.warning
            h2 { words.unavailable }
            p { words.tryAgainSoon }
            a(.class("button"), .href(Places.applications)) { words.tryAgain }
        }
    }
}
