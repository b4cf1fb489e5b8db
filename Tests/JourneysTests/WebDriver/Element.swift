import HTTP
import Support

/// An element of the page that a browser shows.
struct Element: Sendable {
    /// The name under which the protocol passes an element's reference (W3C WebDriver §12.2).
    static let reference = "element-6066-11e4-a52e-4f735466cecf"

    let browser: Browser
    let id: String

    /// As an argument of a script.
    var argument: JSON { [Self.reference: .string(id)] }

    /// Its accessible name, as the browser tells a screen reader.
    var name: String {
        get async throws { try await get("/computedlabel").text ?? "" }
    }

    /// Its role, as the browser tells a screen reader.
    var role: String {
        get async throws { try await get("/computedrole").text ?? "" }
    }

    /// What can be read of it.
    var text: String {
        get async throws { try await get("/text").text ?? "" }
    }

    /// What a field holds.
    var value: String {
        get async throws { try await get("/property/value").text ?? "" }
    }

    var isShown: Bool {
        get async throws { try await get("/displayed").isTrue }
    }

    var isEnabled: Bool {
        get async throws { try await get("/enabled").isTrue }
    }

    /// An attribute as the page gives it.
    func attribute(_ name: String) async throws -> String? {
        try await get("/attribute/\(name)").text
    }

    /// Scrolls to it and clicks it, as a person would: where something covers it, that is an error.
    func click() async throws {
        // By itself the driver scrolls only until the element is in the window, be it behind the bar at the bottom.
        try await browser.run("arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", [argument])
        _ = try await browser.command(.post, "/element/\(id)/click", [:])
    }

    /// Types into it what is to stand there instead of what does.
    func fill(_ text: String) async throws {
        _ = try await browser.command(.post, "/element/\(id)/clear", [:])
        try await type(text)
    }

    /// Types, after what stands there already.
    func type(_ text: String) async throws {
        _ = try await browser.command(.post, "/element/\(id)/value", ["text": .string(text)])
    }

    private func get(_ path: String) async throws -> JSON {
        try await browser.command(.get, "/element/\(id)\(path)")
    }
}

/// What something on a page is, for those who see it and for those who hear it (WAI-ARIA 1.2).
enum ElementRole: String, Sendable {
    case button, link, heading, checkbox, dialog, alert, status, image, progressbar, navigation, textbox
    case searchbox, main, menuitem

    /// The elements that may have this role; which of them do, the browser says.
    fileprivate var selector: String {
        switch self {
        case .button: "button, summary, input[type=submit], [role=button]"
        case .link: "a[href], [role=link]"
        case .heading: "h1, h2, h3, h4"
        case .checkbox: "input[type=checkbox]"
        case .dialog: "dialog, [role=dialog], [role=alertdialog]"
        case .alert: "[role=alert]"
        case .status: "[role=status], output"
        case .image: "img, svg, [role=img]"
        case .progressbar: "progress, [role=progressbar]"
        case .navigation: "nav"
        case .textbox: "input, textarea"
        case .searchbox: "input[type=search]"
        case .main: "main"
        case .menuitem: "[role=menuitem]"
        }
    }
}

extension Browser {
    /// How long a page may take to show something.
    static let patience: Duration = .seconds(15)

    /// All elements that match a CSS selector, shown or not.
    func elements(matching selector: String) async throws -> [Element] {
        try await command(.post, "/elements", ["using": "css selector", "value": .string(selector)])
            .elements.compactMap { $0[Element.reference]?.text }.map { Element(browser: self, id: $0) }
    }

    /// The shown elements of a role and an accessible name, at this moment.
    func all(_ role: ElementRole, _ name: String) async throws -> [Element] {
        var found: [Element] = []
        for element in try await elements(matching: role.selector) {
            // An element may vanish while one looks at it; then it is not there.
            guard let isShown = try? await element.isShown, isShown else { continue }
            guard let itsName = try? await element.name, itsName == name else { continue }
            found.append(element)
        }
        return found
    }

    /// The element of a role and an accessible name, which a person can see; waits until there is one.
    @discardableResult
    func find(_ role: ElementRole, _ name: String) async throws -> Element {
        var found: Element?
        do {
            try await eventually(within: Self.patience, "\(role) “\(name)”") {
                found = try await all(role, name).first
                return found != nil
            }
        } catch let error as NotInTime {
            throw WebDriverError(code: "\(error)", message: "")
        }
        guard let found else { throw WebDriverError(code: "no \(role) “\(name)”", message: "") }
        return found
    }

    /// Whether there is such an element now.
    func has(_ role: ElementRole, _ name: String) async throws -> Bool {
        try await !all(role, name).isEmpty
    }

    /// Does something with an element, and again with its successor where the page was exchanged under one's hands.
    @discardableResult
    func with<Result>(
        _ role: ElementRole,
        _ name: String,
        _ deed: (Element) async throws -> Result
    ) async throws -> Result {
        let end = ContinuousClock.now + Self.patience
        while true {
            do {
                return try await deed(try await find(role, name))
            } catch let error as WebDriverError where error.code == "stale element reference" {
                guard ContinuousClock.now < end else { throw error }
            }
        }
    }

    /// Clicks the button of this name.
    func press(_ button: String) async throws {
        try await with(.button, button) { try await $0.click() }
    }

    /// Follows the link of this name.
    func follow(_ link: String) async throws {
        try await with(.link, link) { try await $0.click() }
    }

    /// Fills the field of this name.
    func fill(_ field: String, with text: String) async throws {
        try await with(.textbox, field) { try await $0.fill(text) }
    }

    /// What the field of this name holds.
    func value(of field: String) async throws -> String {
        try await with(.textbox, field) { try await $0.value }
    }

    /// Waits until the page's main heading reads so.
    func waitForHeading(_ text: String) async throws {
        try await find(.heading, text)
    }

    /// Waits until a text can be read on the page.
    func waitForText(_ wanted: String) async throws {
        try await eventually(within: Self.patience, "The text “\(wanted)”") { try await self.text.contains(wanted) }
    }
}
