public import ServiceRuntime

/// Marks one intended change, so that sending it twice does it once.
///
/// The server remembers the answer for two minutes, bound to the caller and to the question's bytes: the same key with
/// another question is refused.
public struct IdempotencyKey: Hashable, Sendable, Codable, CustomStringConvertible {
    private let value: SixteenBytes

    /// The sixteen bytes that travel.
    public var bytes: [UInt8] { value.bytes }

    /// Draws a new key.
    public init(random: any RandomSource = SystemRandom()) {
        value = SixteenBytes(random: random)
    }

    /// Takes sixteen bytes.
    public init?(_ bytes: some Collection<UInt8>) {
        guard let value = SixteenBytes(bytes) else { return nil }
        self.value = value
    }

    /// Takes the 32 hexadecimal digits that `description` gives, from a form's hidden field, say.
    public init?(_ text: String) {
        guard let value = SixteenBytes(hexadecimal: text) else { return nil }
        self.value = value
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let key = IdempotencyKey(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not an idempotency key")
        }
        self = key
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }

    public var description: String { value.hexadecimal }
}
