import Markup

extension Notice {
    /// The sentence with its sign.
    ///
    /// A failure is read aloud at once, the rest when there is a pause.
    var html: HTML {
        switch kind {
        case .good: div(.class("notice", "good"), .role("status")) { content(Icons.done) }
        case .plain: div(.class("notice"), .role("status")) { content(Icons.information) }
        case .bad: div(.class("notice", "bad"), .role("alert")) { content(Icons.warning) }
        }
    }

    private func content(_ icon: HTML) -> HTML {
        HTML {
            icon
            p { text }
        }
    }
}
