import Cryptography

/// The public half of a program's key on the bus (CURVE: Curve25519), told as 43 characters of base64url.
public struct BusPublicKey: Hashable, Sendable, Codable, CustomStringConvertible {
    /// The length of a key, in bytes.
    public static let length = 32

    /// A key that no program holds: for tests that need one and no connection.
    public static let nobody = BusPublicKey(unchecked: [UInt8](repeating: 0, count: length))

    /// The key itself.
    public let bytes: [UInt8]

    private init(unchecked bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Takes 32 bytes.
    public init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count == Self.length else { return nil }
        self.bytes = [UInt8](bytes)
    }

    /// Takes the base64url text that `description` gives.
    public init?(_ text: String) {
        guard let bytes = Base64URL.decode(text) else { return nil }
        self.init(bytes)
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let key = BusPublicKey(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a public key of the bus")
        }
        self = key
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }

    public var description: String { Base64URL.encode(bytes) }
}
