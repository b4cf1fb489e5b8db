public import Foundation
public import ServiceRuntime

/// A value that can stand in an array column.
///
/// `UInt8` can too: an array of bytes is a `bytea`.
public protocol PostgresArrayElement: Sendable {
    /// What is sent for a whole array.
    static func postgresParameter(forArray elements: [Self]) -> PostgresParameter
    /// Reads a whole array.
    static func array(postgres bytes: RawSpan, of type: PostgresType) throws -> [Self]
}

extension Array: PostgresEncodable where Element: PostgresArrayElement {
    public var postgresParameter: PostgresParameter { Element.postgresParameter(forArray: self) }
}

extension Array: PostgresDecodable where Element: PostgresArrayElement {
    public init(postgres bytes: RawSpan, of type: PostgresType) throws {
        self = try Element.array(postgres: bytes, of: type)
    }
}

extension UInt8: PostgresArrayElement {
    public static func postgresParameter(forArray elements: [UInt8]) -> PostgresParameter { .binary(elements) }

    public static func array(postgres bytes: RawSpan, of type: PostgresType) throws -> [UInt8] {
        guard type == .bytea else { throw PostgresMismatch(type, readAs: [UInt8].self) }
        return bytes.withUnsafeBytes { [UInt8]($0) }
    }
}

extension PostgresArrayElement where Self: PostgresEncodable {
    /// An array literal, `{"a","b"}`: every element quoted, so that none can be taken for a NULL or a comma.
    public static func postgresParameter(forArray elements: [Self]) -> PostgresParameter {
        var literal = "{"
        for element in elements {
            if literal.utf8.count > 1 { literal += "," }
            switch element.postgresParameter {
            case .text(let text): literal += quoted(text)
            case .null: literal += "NULL"
            case .binary: return .impossible("an array's elements must have a text form")
            case .impossible(let reason): return .impossible(reason)
            }
        }
        return .text(literal + "}")
    }

    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            if scalar == "\"" || scalar == "\\" { quoted.unicodeScalars.append("\\") }
            quoted.unicodeScalars.append(scalar)
        }
        return quoted + "\""
    }
}

extension PostgresArrayElement where Self: PostgresDecodable {
    /// Reads an array's binary form: dimensions, a flag for NULLs, the elements' type; then each with its length.
    public static func array(postgres bytes: RawSpan, of type: PostgresType) throws -> [Self] {
        let header = 20
        guard bytes.byteCount >= 12 else { throw PostgresMismatch(type, readAs: [Self].self) }
        let dimensions = try bytes.bigEndian(Int32.self, at: 0)
        guard dimensions != 0 else { return [] }
        guard dimensions == 1 else { throw PostgresMismatch(reason: "holds an array of \(dimensions) dimensions") }
        let elementType = PostgresType(rawValue: try bytes.bigEndian(UInt32.self, at: 8))
        let count = Int(try bytes.bigEndian(Int32.self, at: 12))
        // Each element brings at least its length, so a count beyond that is no array.
        guard count >= 0, count <= (bytes.byteCount - header) / 4 else {
            throw PostgresMismatch(type, readAs: [Self].self)
        }
        var elements: [Self] = []
        elements.reserveCapacity(count)
        var offset = header
        for _ in 0..<count {
            let length = Int(try bytes.bigEndian(Int32.self, at: offset))
            offset += 4
            if length < 0 {
                guard let null = Self.valueOfNull else { throw PostgresMismatch(reason: "holds an array with a NULL") }
                elements.append(null)
            } else {
                guard length <= bytes.byteCount - offset else { throw PostgresMismatch(type, readAs: [Self].self) }
                elements.append(try Self(postgres: bytes.extracting(offset..<offset + length), of: elementType))
                offset += length
            }
        }
        return elements
    }
}

extension String: PostgresArrayElement {}
extension Int: PostgresArrayElement {}
extension Int32: PostgresArrayElement {}
extension Int64: PostgresArrayElement {}
extension Double: PostgresArrayElement {}
extension UUID: PostgresArrayElement {}
extension Date: PostgresArrayElement {}
extension Identifier: PostgresArrayElement {}
extension Optional: PostgresArrayElement where Wrapped: PostgresValue {}
