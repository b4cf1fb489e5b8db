import AppsContract
import Markup

/// One application: its initial, its name, what it is for.
///
/// The whole tile is the link.
struct TileView {
    var tile: Tile
    var words: ApplicationsWords
    /// Whether opening it asks for a verification first.
    var isAsking: Bool

    var html: HTML {
        li(.class("tile")) {
            span(.class("logo", tile.colour.look), .ariaHidden()) { tile.initial }
            div {
                a(
                    .href(Places.open(tile.id)),
                    .targetBlank(),
                    .rel("noopener"),
                    .ariaDescribedBy(isAsking ? "about-\(tile.id) asks-\(tile.id) new-tab" : "about-\(tile.id) new-tab")
                ) { bdi { tile.name } }
                p(.id("about-\(tile.id)"), .class("about")) { bdi { tile.description } }
                if isAsking {
                    span(.id("asks-\(tile.id)"), .class("tag")) {
                        Icons.shield
                        words.asksForVerification
                    }
                }
            }
            Icons.away
        }
    }
}

extension Tile {
    /// The first letter of the name.
    var initial: String {
        name.first { $0.isLetter || $0.isNumber }?.uppercased() ?? "•"
    }
}

extension TileColour {
    /// The class that the style sheet has for it.
    var look: StaticString {
        switch self {
        case .green: "green"
        case .violet: "violet"
        case .slate: "slate"
        case .orange: "orange"
        case .blue: "blue"
        case .red: "red"
        case .teal: "teal"
        case .gold: "gold"
        case .pink: "pink"
        case .indigo: "indigo"
        }
    }
}
