/// A password, key or token, which prints as `<secret>`.
///
/// What it holds is taken out by ``expose()`` alone, so that every such place is easy to search for. It is neither
/// `Equatable` nor `Hashable`: secrets are compared in constant time, or by their hashes.
public struct Secret<Value: Sendable>: Sendable {
    private let value: Value

    /// Keeps a value from being printed.
    public init(_ value: Value) {
        self.value = value
    }

    /// Takes the value out.
    public func expose() -> Value {
        value
    }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Says that something is kept here, and nothing of it.
    public var description: String { "<secret>" }

    /// The same as ``description``, so that a debugger or `String(reflecting:)` shows no more.
    public var debugDescription: String { description }

    /// A mirror without children, so that `dump` shows no more either.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

extension Secret: Encodable where Value: Encodable {
    /// Encodes the value itself: a message that carries a secret is as secret as the link it travels on.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(value)
    }
}

extension Secret: Decodable where Value: Decodable {
    /// Decodes the value itself.
    public init(from decoder: any Decoder) throws {
        self.init(try decoder.singleValueContainer().decode(Value.self))
    }
}
