/// One attribute of an element: a name that the source gives, and a value that is escaped.
///
/// There is no attribute for script (`onclick` and its kin) and none for `style`: neither can be written.
public struct Attribute: Sendable {
    enum Value: Sendable {
        /// The attribute is left out.
        case absent
        /// The name alone.
        case present
        case text(String)
        /// Words of the source, separated by spaces.
        case tokens([StaticString])
    }

    let prefix: StaticString
    let name: StaticString
    let value: Value

    init(_ name: StaticString, prefix: StaticString = "", _ value: Value) {
        self.prefix = prefix
        self.name = name
        self.value = value
    }

    init(_ name: StaticString, _ text: String?) {
        self.init(name, text.map(Value.text) ?? .absent)
    }

    init(_ name: StaticString, _ isPresent: Bool) {
        self.init(name, isPresent ? .present : .absent)
    }
}

// MARK: Everywhere

extension Attribute {
    /// The classes of an element.
    public static func `class`(_ names: StaticString...) -> Attribute {
        Attribute("class", names.isEmpty ? .absent : .tokens(names))
    }

    /// The classes of an element, when there may be more or fewer of them.
    public static func classes(_ names: [StaticString]) -> Attribute {
        Attribute("class", names.isEmpty ? .absent : .tokens(names))
    }

    /// The name by which labels, links and styles find an element.
    public static func id(_ id: String) -> Attribute { Attribute("id", id) }
    /// Words that appear beside the pointer; never the only place where they are.
    public static func title(_ text: String) -> Attribute { Attribute("title", text) }
    /// The language of the content, as in BCP 47.
    public static func lang(_ tag: String) -> Attribute { Attribute("lang", tag) }
    /// Lets the text itself decide in which direction it runs.
    public static func dirAuto() -> Attribute { Attribute("dir", "auto") }
    /// Takes an element out of the page.
    public static func hidden(_ isHidden: Bool = true) -> Attribute { Attribute("hidden", isHidden) }
    /// Whether the keyboard reaches an element: 0 in its turn, -1 only by script or link.
    public static func tabIndex(_ index: Int) -> Attribute { Attribute("tabindex", String(index)) }
    /// `data-…`, for the scripts of this site to read.
    public static func data(_ name: StaticString, _ text: String = "") -> Attribute {
        Attribute(name, prefix: "data-", .text(text))
    }
}

// MARK: For assistive technology (WAI-ARIA 1.2)

extension Attribute {
    /// What an element is, where its name does not say so.
    public static func role(_ role: StaticString) -> Attribute { Attribute("role", .tokens([role])) }
    /// The accessible name, where the visible words do not give it.
    public static func ariaLabel(_ text: String?) -> Attribute { Attribute("aria-label", text) }
    /// The element that holds the accessible name.
    public static func ariaLabelledBy(_ id: String?) -> Attribute { Attribute("aria-labelledby", id) }
    /// The element that says more, such as a message.
    public static func ariaDescribedBy(_ id: String?) -> Attribute { Attribute("aria-describedby", id) }
    /// Marks the link to the page one is on.
    public static func ariaCurrentPage(_ isCurrent: Bool) -> Attribute {
        Attribute("aria-current", isCurrent ? "page" : nil)
    }
    /// Marks the step that one is at.
    public static func ariaCurrentStep(_ isCurrent: Bool) -> Attribute {
        Attribute("aria-current", isCurrent ? "step" : nil)
    }
    /// Marks the one that is chosen.
    public static func ariaPressed(_ isPressed: Bool) -> Attribute { Attribute("aria-pressed", String(isPressed)) }
    /// Marks a field whose value was not accepted.
    public static func ariaInvalid(_ isInvalid: Bool) -> Attribute {
        Attribute("aria-invalid", isInvalid ? "true" : nil)
    }
    /// Keeps decoration from being read aloud.
    public static func ariaHidden() -> Attribute { Attribute("aria-hidden", "true") }
    /// Says that nothing else can be used meanwhile.
    public static func ariaModal() -> Attribute { Attribute("aria-modal", "true") }
}

// MARK: Links and media

extension Attribute {
    /// Where a link leads.
    public static func href(_ address: WebAddress) -> Attribute { Attribute("href", address.text) }
    /// Where a script or picture is.
    public static func src(_ address: WebAddress) -> Attribute { Attribute("src", address.text) }
    /// What the linked thing is to this page.
    public static func rel(_ kinds: StaticString...) -> Attribute { Attribute("rel", .tokens(kinds)) }
    /// Opens in a new tab; say `rel("noopener")` too.
    public static func targetBlank() -> Attribute { Attribute("target", "_blank") }
    /// The words that stand for a picture; empty for decoration.
    public static func alt(_ text: String) -> Attribute { Attribute("alt", text) }
    /// In pixels.
    public static func width(_ pixels: Int) -> Attribute { Attribute("width", String(pixels)) }
    /// In pixels.
    public static func height(_ pixels: Int) -> Attribute { Attribute("height", String(pixels)) }
    /// A moment, as in RFC 3339.
    public static func dateTime(_ text: String) -> Attribute { Attribute("datetime", text) }
    /// Whether a `details` or `dialog` is open.
    public static func open(_ isOpen: Bool) -> Attribute { Attribute("open", isOpen) }
    /// Makes an element one that opens above the page, and closes with Escape or a press elsewhere, without a script.
    public static func popover() -> Attribute { Attribute("popover", "auto") }
    /// The popover that a button opens and closes.
    public static func popoverTarget(_ id: String) -> Attribute { Attribute("popovertarget", id) }
    /// Runs a script when the page has been read.
    public static func `defer`() -> Attribute { Attribute("defer", true) }
}

// MARK: SVG

extension Attribute {
    /// The part of the plane that is drawn, from the origin.
    public static func viewBox(width: Int, height: Int) -> Attribute {
        Attribute("viewBox", "0 0 \(width) \(height)")
    }
    /// The outline of a path.
    public static func d(_ outline: String) -> Attribute { Attribute("d", outline) }
}
