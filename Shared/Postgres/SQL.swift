/// A statement whose interpolations become parameters.
///
/// ```swift
/// "SELECT email FROM accounts WHERE id = \(id)"     // sends … WHERE id = $1, and the id beside it
/// ```
///
/// Text comes from literals alone: a `String` known at run time can only be bound, never spliced, so
/// no value can change what a statement says. Another `SQL` is spliced with `\(fragment: …)`.
public struct SQL: ExpressibleByStringInterpolation, Sendable {
    enum Part: Sendable {
        case text(StaticString)
        case parameter(PostgresParameter)
        /// Text from a file embedded in the binary; only migrations make it.
        case script(String)
    }

    private(set) var parts: [Part]

    /// A statement without parameters.
    public init(stringLiteral text: StaticString) { parts = [.text(text)] }

    /// A statement with what its interpolations bound.
    public init(stringInterpolation: StringInterpolation) { parts = stringInterpolation.parts }

    init(parts: [Part]) { self.parts = parts }

    /// Collects a statement's literal text and bound values.
    public struct StringInterpolation: StringInterpolationProtocol {
        var parts: [Part] = []

        public init(literalCapacity: Int, interpolationCount: Int) {
            parts.reserveCapacity(interpolationCount * 2 + 1)
        }

        /// Adds text that was written in the source.
        public mutating func appendLiteral(_ literal: StaticString) {
            parts.append(.text(literal))
        }

        /// Binds a value.
        public mutating func appendInterpolation(_ value: some PostgresEncodable) {
            parts.append(.parameter(value.postgresParameter))
        }

        /// Binds a value, or NULL where there is none.
        public mutating func appendInterpolation<Value: PostgresEncodable>(_ value: Value?) {
            parts.append(.parameter(value.postgresParameter))
        }

        /// Splices another statement's text and parameters.
        public mutating func appendInterpolation(fragment: SQL) {
            parts += fragment.parts
        }
    }
}

extension SQL {
    /// Joins fragments, for a list of conditions or of rows that is made at run time.
    public static func joined(_ fragments: [SQL], by separator: SQL) -> SQL {
        var parts: [Part] = []
        for (index, fragment) in fragments.enumerated() {
            if index > 0 { parts += separator.parts }
            parts += fragment.parts
        }
        return SQL(parts: parts)
    }

    /// The text that is sent, with `$1`, `$2`, … in place of values.
    ///
    /// It holds no value, so it is safe to log.
    var text: String {
        var text = ""
        text.reserveCapacity(256)
        var parameters = 0
        for part in parts {
            switch part {
            case .text(let literal): text += literal.description
            case .script(let script): text += script
            case .parameter:
                parameters += 1
                text += "$\(parameters)"
            }
        }
        return text
    }

    var parameters: [PostgresParameter] {
        parts.compactMap { part in
            if case .parameter(let parameter) = part { parameter } else { nil }
        }
    }

    /// Whether the statement only looks.
    ///
    /// By its first word: one that begins `WITH` counts as a change.
    var isSelect: Bool {
        guard case .text(let opening) = parts.first else { return false }
        return opening.withUTF8Buffer { bytes in
            let isSpace = { (byte: UInt8) in byte == 0x20 || (0x09...0x0D).contains(byte) }
            return bytes.drop(while: isSpace).prefix(6).map { $0 & 0xDF }.elementsEqual("SELECT".utf8)
        }
    }
}

extension SQL: CustomStringConvertible {
    /// The text, in which values are only numbers.
    public var description: String { text }
}
