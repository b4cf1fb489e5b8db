/// What a program says of itself when asked whether it can work.
///
/// A program that answers at all is live; it is ready when everything it cannot work without is there too.
public struct Health: Codable, Sendable, Equatable {
    /// Whether it can do its work now.
    public var isReady: Bool
    /// What was looked at, and how it was found, in words that are safe to show to an administrator.
    public var details: [String: String]

    /// Makes a statement of health.
    public init(isReady: Bool, details: [String: String] = [:]) {
        self.isReady = isReady
        self.details = details
    }

    /// Sums up what was looked at: ready when every part is.
    public init(_ parts: KeyValuePairs<String, Bool>) {
        isReady = parts.allSatisfy(\.value)
        details = Dictionary(parts.map { ($0.key, $0.value ? "ready" : "not ready") }) { first, _ in first }
    }
}
