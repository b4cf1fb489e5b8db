import Markup

/// The person's initials, and what opens under them.
///
/// It opens and closes without a script.
struct AccountMenu {
    var words: FrameWords
    var visitor: Visitor

    var html: HTML {
        HTML {
            button(.class("me"), .scripted(), .popoverTarget(Self.id), .ariaLabel(words.accountMenu)) {
                visitor.initials
            }
            div(.id(Self.id), .class("menu"), .popover()) {
                div(.class("who")) {
                    if let name = visitor.name { strong { bdi { name } } }
                    span { bdi { visitor.email } }
                }
                a(.href(Places.profile)) {
                    Icons.person
                    words.profile
                }
                a(.href(Places.security)) {
                    Icons.shield
                    words.security
                }
                theme
                form(.method(.post), .action(Places.logOut)) {
                    TokenField(visitor.logOutToken).html
                    button(.class("plain"), .submit()) { words.logOut }
                }
            }
        }
    }

    private var theme: HTML {
        div(.class("theme", "scripted"), .role("group"), .ariaLabelledBy("theme")) {
            span(.id("theme")) { words.theme }
            div(.class("choice")) {
                button(.scripted(), .data("theme", "light"), .ariaPressed(false)) { words.light }
                button(.scripted(), .data("theme", "dark"), .ariaPressed(false)) { words.dark }
                button(.scripted(), .data("theme", ""), .ariaPressed(true)) { words.automatic }
            }
        }
    }

    private static let id = "account-menu"
}

extension Visitor {
    /// The first letters of the first and last name, or of the address.
    var initials: String {
        let words = (name ?? "").split(whereSeparator: \.isWhitespace)
        let letters = [words.first, words.count > 1 ? words.last : nil].compactMap { $0?.first }
        let initials = letters.isEmpty ? email.prefix(1).uppercased() : String(letters).uppercased()
        return initials
    }
}
