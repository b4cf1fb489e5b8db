import Markup

/// What is common to the document of every page: language, title, style and scripts.
struct Document {
    var portal: Portal
    /// The page's own heading; the organization follows it in the tab.
    var heading: String
    /// The class of the body.
    var look: StaticString
    /// Carries on by itself, where the page is only a stop on the way.
    var leadsOnTo: WebAddress?

    func html(@HTMLBuilder content: () -> HTML) -> HTML {
        Markup.html(.lang(portal.words.language)) {
            head {
                meta(charset: "utf-8")
                meta(name: "viewport", content: "width=device-width, initial-scale=1")
                meta(name: "color-scheme", content: "light dark")
                if let leadsOnTo { meta(refreshAfter: Self.pause, to: leadsOnTo) }
                title { "\(heading) · \(portal.organization)" }
                Self.files
            }
            body(.class(look)) {
                p(.class("offline"), .role("status"), .hidden(), .data("offline")) { portal.words.frame.offline }
                content()
            }
        }
    }

    /// How long a page that carries on by itself waits, in seconds: at all, and a reader could be cut off (WCAG 2.2.1).
    private static let pause = 0

    private static let files = HTML {
        script(beforeDrawing: Assets.theme.address)
        link(.rel("stylesheet"), .href(Assets.styleSheet.address))
        link(.rel("icon"), .href(Assets.icon.address))
        script(src: Assets.script.address)
    }
    .frozen()
}
