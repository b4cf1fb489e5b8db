/// A value that can be bound to a parameter.
public protocol PostgresEncodable: Sendable {
    /// What is sent. PostgreSQL infers the parameter's type from the statement.
    var postgresParameter: PostgresParameter { get }
}

/// A value that can be read from a column.
public protocol PostgresDecodable: Sendable {
    /// Reads the column's binary form.
    init(postgres bytes: RawSpan, of type: PostgresType) throws

    /// What a NULL reads as; nil where a NULL is an error. Only `Optional` has one.
    static var valueOfNull: Self? { get }
}

extension PostgresDecodable {
    public static var valueOfNull: Self? { nil }
}

/// A value that travels both ways.
public typealias PostgresValue = PostgresEncodable & PostgresDecodable

/// One bound value, in the form in which it is sent.
public enum PostgresParameter: Sendable, Hashable {
    case null
    /// The text form, which suits whatever type PostgreSQL infers.
    case text(String)
    /// The binary form of the type that PostgreSQL will infer.
    case binary([UInt8])
    /// A value with no form in PostgreSQL: the statement is refused before it is sent, for this reason.
    case impossible(String)
}

/// Says that a column does not hold what was asked of it.
public struct PostgresMismatch: Error, Sendable, Hashable {
    /// What is wrong, as the end of "column x …".
    public var reason: String

    /// A mismatch for a reason of its own.
    public init(reason: String) { self.reason = reason }

    /// A column of another type than the one asked for.
    public init(_ type: PostgresType, readAs expected: Any.Type) {
        reason = "is \(type) and cannot be read as \(expected)"
    }
}

extension Optional: PostgresEncodable where Wrapped: PostgresEncodable {
    public var postgresParameter: PostgresParameter { self?.postgresParameter ?? .null }
}

extension Optional: PostgresDecodable where Wrapped: PostgresDecodable {
    public init(postgres bytes: RawSpan, of type: PostgresType) throws {
        self = try Wrapped(postgres: bytes, of: type)
    }

    public static var valueOfNull: Wrapped?? { .some(nil) }
}

extension PostgresEncodable where Self: RawRepresentable, RawValue: PostgresEncodable {
    public var postgresParameter: PostgresParameter { rawValue.postgresParameter }
}

extension PostgresDecodable where Self: RawRepresentable, RawValue: PostgresDecodable {
    public init(postgres bytes: RawSpan, of type: PostgresType) throws {
        guard let value = Self(rawValue: try RawValue(postgres: bytes, of: type)) else {
            throw PostgresMismatch(reason: "holds a value that is no \(Self.self)")
        }
        self = value
    }
}
