/// What an `input` takes.
public enum InputType: String, Sendable {
    case text, email, password, search, tel, checkbox, radio, hidden
}

/// The keyboard that a phone offers.
public enum InputMode: String, Sendable {
    case text, numeric, email, tel, search
}

/// What a browser may fill in by itself (HTML Standard §4.10.18.7).
public enum Autocomplete: String, Sendable {
    case off, on, username, email
    case currentPassword = "current-password"
    case newPassword = "new-password"
    case oneTimeCode = "one-time-code"
    case givenName = "given-name"
    case familyName = "family-name"
    case telephone = "tel"
    case streetAddress = "address-line1"
    case city = "address-level2"
    case state = "address-level1"
    case postalCode = "postal-code"
    case country = "country-name"
}

/// How a form is sent.
public enum FormMethod: String, Sendable {
    case get, post
}

extension Attribute {
    /// Where a form goes.
    ///
    /// Forms never leave the site: an address elsewhere becomes `nowhere`.
    public static func action(_ address: WebAddress) -> Attribute {
        Attribute("action", address.isLocal ? address.text : WebAddress.nowhere.text)
    }
    /// How the form is sent.
    public static func method(_ method: FormMethod) -> Attribute { Attribute("method", method.rawValue) }
    /// Leaves the judgement of fields to the server, whose words are better than the browser's.
    public static func noValidate() -> Attribute { Attribute("novalidate", true) }

    /// What the field takes.
    public static func type(_ type: InputType) -> Attribute { Attribute("type", type.rawValue) }
    /// A button that sends its form.
    public static func submit() -> Attribute { Attribute("type", "submit") }
    /// A button that does what a script says, and is of no use without one.
    public static func scripted() -> Attribute { Attribute("type", "button") }

    /// The name under which a value is sent.
    public static func name(_ name: String) -> Attribute { Attribute("name", name) }
    /// What a field holds.
    public static func value(_ text: String) -> Attribute { Attribute("value", text) }
    /// The field that a label names.
    public static func `for`(_ id: String) -> Attribute { Attribute("for", id) }
    /// The form that a control outside of it belongs to.
    public static func form(_ id: String) -> Attribute { Attribute("form", id) }
    /// An example in an empty field; never in place of a label.
    public static func placeholder(_ text: String?) -> Attribute { Attribute("placeholder", text) }
    /// What the browser may fill in.
    public static func autocomplete(_ what: Autocomplete) -> Attribute { Attribute("autocomplete", what.rawValue) }
    /// The keyboard that a phone offers.
    public static func inputMode(_ mode: InputMode?) -> Attribute { Attribute("inputmode", mode?.rawValue) }
    /// In UTF-16 units.
    public static func maxLength(_ characters: Int?) -> Attribute {
        Attribute("maxlength", characters.map { String($0) })
    }
    /// Where typing goes when the page opens.
    public static func autofocus(_ isFirst: Bool = true) -> Attribute { Attribute("autofocus", isFirst) }
    /// Says that the field may not stay empty.
    public static func required(_ isRequired: Bool = true) -> Attribute { Attribute("required", isRequired) }
    /// Whether a box is ticked.
    public static func checked(_ isChecked: Bool) -> Attribute { Attribute("checked", isChecked) }
    /// Whether an option is chosen.
    public static func selected(_ isSelected: Bool) -> Attribute { Attribute("selected", isSelected) }
    /// Whether a control is out of use.
    public static func disabled(_ isDisabled: Bool = true) -> Attribute { Attribute("disabled", isDisabled) }
    /// Whether a field can be read and not changed.
    public static func readOnly(_ isReadOnly: Bool = true) -> Attribute { Attribute("readonly", isReadOnly) }
    /// Whether the browser checks spelling.
    public static func spellcheck(_ isOn: Bool) -> Attribute { Attribute("spellcheck", String(isOn)) }
    /// No capital letters by themselves.
    public static func autocapitalizeNone() -> Attribute { Attribute("autocapitalize", "none") }
    /// The whole of a progress bar.
    public static func max(_ whole: Int) -> Attribute { Attribute("max", String(whole)) }
}
