import Foundation
import HTTP
import Support

/// A headless Chromium with a profile of its own: no cookies, no history, nobody signed in.
struct Browser: Sendable {
    /// The sizes at which the portal is looked at, in CSS pixels.
    enum Screen: String, Sendable, CaseIterable {
        case smallPhone, phone, desktop

        var size: (width: Int, height: Int) {
            switch self {
            // The narrowest that pages are to fit (WCAG 2.2, 1.4.10).
            case .smallPhone: (320, 640)
            case .phone: (390, 844)
            case .desktop: (1280, 900)
            }
        }
    }

    private let session: String

    /// Runs `body` with a fresh browser, which is gone afterwards, whatever happened.
    static func with<Result>(
        _ screen: Screen = .desktop,
        javaScript: Bool = true,
        dark: Bool = false,
        trustingAnyCertificate: Bool = false,
        _ body: (Browser) async throws -> Result
    ) async throws -> Result {
        let browser = try await Browser(
            screen,
            javaScript: javaScript,
            dark: dark,
            trustingAnyCertificate: trustingAnyCertificate
        )
        do {
            let result = try await body(browser)
            try await browser.close()
            return result
        } catch {
            await browser.keepEvidence()
            try? await browser.close()
            throw error
        }
    }

    private init(_ screen: Screen, javaScript: Bool, dark: Bool, trustingAnyCertificate: Bool) async throws {
        let profile = try TemporaryFolder.shared.folder()
        var arguments: [JSON] = [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--force-prefers-reduced-motion",
            // What the portal leads to is on no network of ours: it ends at a port where nobody listens.
            "--host-resolver-rules=MAP *.example 127.0.0.1:9",
        ]
        arguments.append(.string("--user-data-dir=\(profile)"))
        var preferences: JSON = [:]
        if !javaScript { preferences = ["profile.managed_default_content_settings.javascript": 2] }
        let answer = try await ChromeDriver.shared.command(
            .post,
            "/session",
            [
                "capabilities": [
                    "alwaysMatch": [
                        "browserName": "chrome",
                        "acceptInsecureCerts": .bool(trustingAnyCertificate),
                        "pageLoadStrategy": "normal",
                        "unhandledPromptBehavior": "dismiss",
                        "goog:loggingPrefs": ["browser": "ALL"],
                        "goog:chromeOptions": ["args": .array(arguments), "prefs": preferences],
                    ]
                ]
            ]
        )
        guard let session = answer["sessionId"]?.text else {
            throw WebDriverError(code: "no session", message: "\(answer)")
        }
        self.session = session
        try await show(on: screen, dark: dark)
    }

    /// Draws pages as a screen of this size would, in light or dark.
    func show(on screen: Screen, dark: Bool) async throws {
        let (width, height) = screen.size
        try await developerTools(
            "Emulation.setDeviceMetricsOverride",
            [
                "width": .number(Double(width)), "height": .number(Double(height)), "deviceScaleFactor": 1,
                "mobile": .bool(screen != .desktop),
            ]
        )
        try await developerTools(
            "Emulation.setEmulatedMedia",
            ["features": [["name": "prefers-color-scheme", "value": dark ? "dark" : "light"]]]
        )
    }

    // MARK: - Pages

    /// Goes to an address, and waits until its page is loaded.
    func open(_ address: String) async throws {
        try await command(.post, "/url", ["url": .string(address)])
    }

    /// Loads the page again.
    func reload() async throws {
        try await command(.post, "/refresh", [:])
    }

    /// The address of the page.
    var address: String {
        get async throws { try await command(.get, "/url").text ?? "" }
    }

    /// The path of the address, without its query.
    var path: String {
        get async throws { URLComponents(string: try await address)?.path ?? "" }
    }

    /// The page's title.
    var title: String {
        get async throws { try await command(.get, "/title").text ?? "" }
    }

    /// The page as it came and as scripts have changed it since.
    var source: String {
        get async throws { try await command(.get, "/source").text ?? "" }
    }

    /// What a person can read of the page.
    var text: String {
        get async throws {
            do {
                guard let body = try await elements(matching: "body").first else { return "" }
                return try await body.text
            } catch let error as WebDriverError where error.code == "stale element reference" {
                // The page was just exchanged for another, of which nothing has been read yet.
                return ""
            }
        }
    }

    /// What the browser has complained of since it was last asked: errors of scripts, and what a policy forbade.
    var complaints: [String] {
        get async throws {
            try await command(.post, "/se/log", ["type": "browser"]).elements
                .filter { ["SEVERE", "WARNING"].contains($0["level"]?.text) }.compactMap { $0["message"]?.text }
        }
    }

    /// Whether one has to scroll sideways to see all of the page.
    var isTooWide: Bool {
        get async throws {
            try await run("return document.documentElement.scrollWidth > document.documentElement.clientWidth").isTrue
        }
    }

    /// Runs a script in the page and gives what it returns.
    @discardableResult
    func run(_ script: String, _ arguments: [JSON] = []) async throws -> JSON {
        try await command(.post, "/execute/sync", ["script": .string(script), "args": .array(arguments)])
    }

    // MARK: - Tabs

    /// The open tabs, the first opened first.
    var tabs: [String] {
        get async throws { try await command(.get, "/window/handles").elements.compactMap(\.text) }
    }

    /// The tab that is looked at.
    var tab: String {
        get async throws { try await command(.get, "/window").text ?? "" }
    }

    /// Looks at another tab.
    func look(at tab: String) async throws {
        try await command(.post, "/window", ["handle": .string(tab)])
    }

    /// Closes the tab that is looked at and looks at another.
    func closeTab(returningTo other: String) async throws {
        try await command(.delete, "/window")
        try await look(at: other)
    }

    /// Does something that opens a tab, and looks at that tab.
    func inNewTab(_ opening: () async throws -> Void) async throws {
        let before = try await tabs
        try await opening()
        try await eventually(within: .seconds(10), "The opening of a tab") { try await tabs.count > before.count }
        guard let new = try await tabs.first(where: { !before.contains($0) }) else { return }
        try await look(at: new)
    }

    // MARK: - Pictures

    /// Draws the window, or the whole page, into a PNG file.
    func drawPicture(into file: String, wholePage: Bool = true) async throws {
        let answer = try await developerTools(
            "Page.captureScreenshot",
            ["format": "png", "captureBeyondViewport": .bool(wholePage)]
        )
        guard let text = answer["data"]?.text, let data = Data(base64Encoded: text) else {
            throw WebDriverError(code: "no picture", message: "")
        }
        try data.write(to: URL(fileURLWithPath: file))
    }

    /// Where a failed journey was when it failed, for whoever reads the test's output.
    private func keepEvidence() async {
        let address = (try? await address) ?? "?"
        let text = (try? await text) ?? ""
        print("The browser was at \(address), which read:\n\(text.prefix(2000))")
        guard let folder = ProcessInfo.processInfo.environment["PORTICO_PICTURES"] else { return }
        try? await drawPicture(into: "\(folder)/failed-\(session.prefix(8)).png")
    }

    // MARK: - The protocol

    /// Sends a command about this browser.
    @discardableResult
    func command(_ method: HTTPMethod, _ path: String, _ body: JSON? = nil) async throws -> JSON {
        try await ChromeDriver.shared.command(method, "/session/\(session)\(path)", body)
    }

    /// Asks for something that only Chromium's own protocol offers.
    @discardableResult
    func developerTools(_ method: String, _ parameters: JSON = [:]) async throws -> JSON {
        try await command(.post, "/goog/cdp/execute", ["cmd": .string(method), "params": parameters])
    }

    private func close() async throws {
        try await command(.delete, "")
    }
}
