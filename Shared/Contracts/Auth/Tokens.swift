public import ServiceRuntime

/// What a browser holds of an attempt: 256 random bits in base64url, kept in the database only as a hash.
public struct AttemptToken: Codable, Sendable {
    public let text: Secret<String>

    public init(_ text: Secret<String>) {
        self.text = text
    }
}

/// What a browser holds of a session: 256 random bits in base64url, kept in the database only as a hash.
public struct SessionToken: Codable, Sendable {
    public let text: Secret<String>

    public init(_ text: Secret<String>) {
        self.text = text
    }
}

/// What the link holds at which the first administrator makes an account: 256 random bits in base64url, kept in the
/// database only as a hash.
public struct InvitationToken: Codable, Sendable {
    public let text: Secret<String>

    public init(_ text: Secret<String>) {
        self.text = text
    }
}

/// The browser at the other end, as the gateway saw it.
public struct BrowserDescription: Codable, Sendable, Hashable {
    /// The longest user agent that is kept, in characters.
    public static let longestUserAgent = 400

    /// The network address, as text.
    public var address: String
    /// Its `User-Agent`, cut to `longestUserAgent`.
    public var userAgent: String

    public init(address: String, userAgent: String) {
        self.address = address
        self.userAgent = String(userAgent.prefix(Self.longestUserAgent))
    }
}
