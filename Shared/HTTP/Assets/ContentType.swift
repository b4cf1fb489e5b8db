/// What a body is, as its `Content-Type` says it.
public struct ContentType: Sendable, Hashable, CustomStringConvertible {
    /// The value of the header.
    public let text: String

    /// Makes a type of the header's value, such as `image/png`.
    public init(_ text: String) {
        self.text = text
    }

    public var description: String { text }

    public static let html = ContentType("text/html; charset=utf-8")
    public static let text = ContentType("text/plain; charset=utf-8")
    public static let css = ContentType("text/css; charset=utf-8")
    public static let javaScript = ContentType("text/javascript; charset=utf-8")
    public static let json = ContentType("application/json")
    /// What an error looks like to a program (RFC 9457).
    public static let problem = ContentType("application/problem+json")
    public static let manifest = ContentType("application/manifest+json")
    public static let form = ContentType("application/x-www-form-urlencoded")
    public static let eventStream = ContentType("text/event-stream")
    public static let svg = ContentType("image/svg+xml")
    public static let png = ContentType("image/png")
    public static let jpeg = ContentType("image/jpeg")
    public static let webp = ContentType("image/webp")
    public static let icon = ContentType("image/x-icon")
    public static let woff2 = ContentType("font/woff2")
    public static let bytes = ContentType("application/octet-stream")
    /// Prometheus's text format.
    public static let metrics = ContentType("text/plain; version=0.0.4; charset=utf-8")

    private static let byExtension: [String: ContentType] = [
        "html": .html, "txt": .text, "css": .css, "js": .javaScript, "mjs": .javaScript, "json": .json, "map": .json,
        "webmanifest": .manifest, "svg": .svg, "png": .png, "jpg": .jpeg, "jpeg": .jpeg, "webp": .webp, "ico": .icon,
        "woff2": .woff2,
    ]

    /// The type that a file's name tells by its ending; plain bytes where it tells none.
    public init(fileName: String) {
        let ending = fileName.split(separator: ".", omittingEmptySubsequences: false).dropFirst().last ?? ""
        self = Self.byExtension[ending.lowercased()] ?? .bytes
    }
}
