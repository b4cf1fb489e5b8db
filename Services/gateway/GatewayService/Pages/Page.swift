import Markup

/// A page as a value: what it shows, and the markup of it.
///
/// No page asks anybody or knows the time.
protocol Page: Sendable {
    /// The whole document, an `html` element.
    var html: HTML { get }
}

/// What every page knows of the portal it belongs to.
struct Portal: Sendable {
    /// Shown first, everywhere.
    var organization: String
    /// A sentence that says whom to turn to.
    var helpContact: String
    /// How whoever runs the portal calls the administrator's command.
    var operatorCommand = "portico"
    /// The language of the page.
    var words: Words = .english
}

/// The person in whose session a page is shown.
struct Visitor: Sendable, Hashable {
    /// First and last name, where the profile has them (and could be asked).
    var name: String?
    /// The company address.
    var email: String
    /// The form token of **Log Out**.
    var logOutToken: String
}

/// Where a page that is met on both sides of the door is met now.
enum Surroundings: Sendable, Hashable {
    /// While signing in.
    case door
    /// Signed in.
    case room(Visitor)
}

/// A sentence above a page's content.
struct Notice: Sendable, Hashable {
    /// How it is drawn, and whether it is announced at once.
    enum Kind: Sendable, Hashable {
        /// Done as asked.
        case good
        /// Worth knowing.
        case plain
        /// Something went wrong.
        case bad
    }

    var kind: Kind
    var text: String

    static func good(_ text: String) -> Notice { Notice(kind: .good, text: text) }
    static func plain(_ text: String) -> Notice { Notice(kind: .plain, text: text) }
    static func bad(_ text: String) -> Notice { Notice(kind: .bad, text: text) }
}
