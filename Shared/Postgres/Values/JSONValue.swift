internal import Foundation

/// A `Codable` value in a `jsonb` column.
///
/// Dates are seconds since 1970, which `to_timestamp` reads.
public struct JSONValue<Value: Codable & Sendable>: Sendable {
    public var value: Value

    public init(_ value: Value) { self.value = value }
}

extension JSONValue: Equatable where Value: Equatable {}

extension JSONValue: PostgresValue {
    public var postgresParameter: PostgresParameter {
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .secondsSince1970
        guard let json = try? encoder.encode(value) else { return .impossible("a \(Value.self) has no JSON form") }
        return .text(String(decoding: json, as: UTF8.self))
    }

    public init(postgres bytes: RawSpan, of type: PostgresType) throws {
        let json: Data
        switch type {
        case .json: json = bytes.withUnsafeBytes { Data($0) }
        case .jsonb:
            // jsonb's binary form is a version, 1, and the text.
            guard try bytes.bigEndian(UInt8.self, at: 0) == 1 else { throw PostgresMismatch(type, readAs: Value.self) }
            json = bytes.withUnsafeBytes { Data($0.dropFirst()) }
        default: throw PostgresMismatch(type, readAs: Value.self)
        }
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .secondsSince1970
        do {
            value = try decoder.decode(Value.self, from: json)
        } catch {
            // The decoder's own words may quote what the column holds.
            throw PostgresMismatch(reason: "holds JSON that is no \(Value.self)")
        }
    }
}
