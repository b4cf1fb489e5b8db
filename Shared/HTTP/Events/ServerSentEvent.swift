/// One event of a stream that a page follows with `EventSource` (WHATWG HTML §9.2).
public struct ServerSentEvent: Sendable, Equatable {
    /// What kind of event it is; nil is `message`.
    public var name: String?
    /// What it says; every kind of line break becomes one of the format.
    public var data: String
    /// What the browser repeats as `Last-Event-ID` when it comes back.
    public var id: String?
    /// How long the browser is to wait before it comes back.
    public var retry: Duration?

    /// Makes an event.
    public init(_ data: String, name: String? = nil, id: String? = nil, retry: Duration? = nil) {
        self.name = name
        self.data = data
        self.id = id
        self.retry = retry
    }

    /// The event's bytes.
    ///
    /// A line break or NUL in a name or an id, which would make another event of it, is left out.
    public func rendered() -> [UInt8] {
        var text = ""
        if let name { text += "event: \(Self.onOneLine(name))\n" }
        if let id { text += "id: \(Self.onOneLine(id))\n" }
        if let retry { text += "retry: \(max(0, Int64(retry / .milliseconds(1))))\n" }
        for line in Self.lines(data) { text += "data: \(line)\n" }
        return Array((text + "\n").utf8)
    }

    private static func onOneLine(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.filter { $0 != "\n" && $0 != "\r" && $0 != "\0" }))
    }

    /// Splits at CR, LF and CRLF, which are one line break each.
    private static func lines(_ text: String) -> [String] {
        var lines: [String.UnicodeScalarView] = [.init()]
        var lastWasReturn = false
        for scalar in text.unicodeScalars {
            if scalar == "\n", lastWasReturn {
                lastWasReturn = false
                continue
            }
            lastWasReturn = scalar == "\r"
            if scalar == "\r" || scalar == "\n" {
                lines.append(.init())
            } else {
                lines[lines.count - 1].append(scalar)
            }
        }
        return lines.map { String($0) }
    }
}
