import Foundation

/// How questions and answers become bytes: JSON, with keys in order, so that one value is always the same bytes.
///
/// Dates are seconds since 2001-01-01T00:00:00Z, the one form that a `Date` survives exactly.
enum Body {
    static func encode(_ value: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return [UInt8](try encoder.encode(value))
    }

    static func decode<Value: Decodable>(_ type: Value.Type, from bytes: [UInt8]) throws -> Value {
        try JSONDecoder().decode(type, from: Data(bytes))
    }
}
