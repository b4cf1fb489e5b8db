import HTTP

/// Where somebody is on the way to while the portal asks for something first: a path of the portal, and nothing else.
///
/// It travels in addresses and forms, so it is checked whenever it comes back: text that could lead anywhere else is
/// taken for the Applications page.
struct WayOn: Sendable, Hashable, CustomStringConvertible {
    /// The longest that is looked at, in bytes.
    static let longest = 1000
    /// Where everybody else goes.
    static let applications = WayOn(known: "/applications")

    /// The path, with its query where it has one.
    let path: String
    var description: String { path }

    private init(known path: String) {
        self.path = path
    }

    /// Reads what an address or a form says; nothing, and anything but a path of ours, leads to Applications.
    init(_ text: String?) {
        guard let text, Self.isOurs(text) else {
            self = .applications
            return
        }
        path = text
    }

    /// One slash, then what may stand in an address (RFC 3986 §3.3).
    ///
    /// Browsers take `//` and, since they turn it round, `/\` for another host, and drop tabs and line breaks before
    /// they look.
    private static func isOurs(_ text: String) -> Bool {
        guard (1...longest).contains(text.utf8.count), text.hasPrefix("/") else { return false }
        return text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") }
            && !text.prefix { $0 != "?" && $0 != "#" }.contains("//")
    }

    /// The way on for pages and forms, which leave the usual one unsaid.
    var said: String? { self == .applications ? nil : path }

    /// The address of a page of ours with this way on behind it: `/verify?then=…`.
    func carried(by page: String, _ parameters: KeyValuePairs<String, String> = [:]) -> String {
        let all = (said.map { [("then", $0)] } ?? []) + parameters.map { ($0.key, $0.value) }
        guard !all.isEmpty else { return page }
        return page + "?" + all.map { "\($0.0)=\(PercentEncoding.encode($0.1))" }.joined(separator: "&")
    }

    /// The same way, fit to follow a form: one that opens an application goes by a page of ours, since browsers let a
    /// form's redirects end at this site alone (`form-action 'self'`).
    var afterForm: WayOn {
        let page = path.prefix { $0 != "?" && $0 != "#" }
        let parts = page.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 4, parts[1] == "applications", parts[3] == "open" else { return self }
        return WayOn(known: page + "?carried=1")
    }
}
