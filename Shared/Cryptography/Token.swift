public import ServiceRuntime

/// A bearer secret of 256 random bits: a session, a reset link, a trusted browser.
///
/// Who holds the text holds what it stands for, so it is given out once and only its hash is stored.
public struct Token: Sendable {
    /// How many random bytes a token has.
    public static let byteCount = 32

    private let bytes: Secret<[UInt8]>

    /// Draws a new token.
    public init(random: any RandomSource = SystemRandom()) {
        bytes = Secret(random.bytes(Self.byteCount))
    }

    /// The token with this text, or `nil` where no token could have it.
    public init?(_ text: Secret<String>) {
        guard let decoded = Base64URL.decode(text.expose()), decoded.count == Self.byteCount else { return nil }
        bytes = Secret(decoded)
    }

    /// The token as links and cookies carry it: 43 characters of Base64URL.
    public var text: Secret<String> { Secret(Base64URL.encode(bytes.expose())) }

    /// What is stored in the token's place.
    ///
    /// One SHA-256 is enough: nobody guesses 256 random bits, so there is nothing to slow down.
    public var hash: TokenHash { TokenHash(of: bytes.expose()) }
}

extension Token: CustomStringConvertible, CustomDebugStringConvertible {
    public var description: String { "<token>" }
    public var debugDescription: String { description }
}

/// The SHA-256 of a token, as it is stored and looked up.
public struct TokenHash: Hashable, Sendable {
    /// The 32 bytes of the hash.
    public let bytes: [UInt8]

    fileprivate init(of token: [UInt8]) {
        bytes = SHA256.hash(token)
    }

    /// A hash that was stored, or `nil` where it is not 32 bytes long.
    public init?(bytes: [UInt8]) {
        guard bytes.count == SHA256.byteCount else { return nil }
        self.bytes = bytes
    }

    /// Compares in constant time, so that no stored hash can be guessed byte by byte.
    public static func == (left: TokenHash, right: TokenHash) -> Bool {
        constantTimeEquals(left.bytes, right.bytes)
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(bytes)
    }
}
