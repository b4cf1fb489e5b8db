/// A query that did not do what was asked of it.
///
/// Its description is safe to show to an administrator: it holds the statement's text, which never contains a value, and
/// of the server's words only those that cannot quote one.
public struct PostgresError: Error, Sendable, Hashable {
    /// What went wrong, as far as a caller may want to act on it.
    public enum Kind: String, Sendable, Hashable {
        /// The server said no; ``PostgresError/sqlState`` and ``PostgresError/constraint`` say why. Nothing was changed.
        case refused
        /// The server could not be reached, or the connection was lost before anything could take effect.
        case unavailable
        /// Too many already wait for a connection. Nothing was sent.
        case overloaded
        /// The request's deadline, or the pool's own, passed before anything could take effect.
        case deadlinePassed
        /// The answer to a COMMIT, or to a change outside a transaction, was lost: it may have taken effect or not.
        case outcomeUnknown
        /// A row does not hold what was asked of it. What the statement did stands, unless its transaction ends otherwise.
        case unreadable
        /// A value has no form in PostgreSQL. Nothing was sent.
        case unsendable
        /// The pool or a transaction was used in a way that cannot work. Nothing was sent.
        case misused
    }

    /// What went wrong.
    public var kind: Kind
    /// The server's five characters for it, where the server said no.
    public var sqlState: SQLState?
    /// The constraint that was violated.
    public var constraint: String?
    /// The table that the server named.
    public var table: String?
    /// What happened, in words that are safe to show.
    public var reason: String
    /// The statement, without its values.
    public var statement: String?

    init(
        _ kind: Kind,
        _ reason: String,
        sqlState: SQLState? = nil,
        constraint: String? = nil,
        table: String? = nil,
        statement: String? = nil
    ) {
        self.kind = kind
        self.reason = reason
        self.sqlState = sqlState
        self.constraint = constraint
        self.table = table
        self.statement = statement
    }

    /// Whether the server refused a change because of this constraint.
    public func violates(_ constraint: String) -> Bool {
        kind == .refused && self.constraint == constraint && sqlState?.isIntegrityViolation == true
    }

    /// Whether the transaction lost a race and the same work may well succeed if it is done again from its start.
    public var isLostRace: Bool {
        sqlState == .serializationFailure || sqlState == .deadlockDetected
    }

    /// Whether the server lacks what it needs to do this now: disk, memory or connections (class 53), or its disk failed.
    public var isWantOfResources: Bool {
        sqlState.map { $0.rawValue.hasPrefix("53") || $0 == .inputOutputError } ?? false
    }

    /// The same error, naming the statement that it happened to.
    func about(_ sql: SQL) -> PostgresError {
        var error = self
        error.statement = error.statement ?? sql.text
        return error
    }
}

extension Error {
    /// Whether this is PostgreSQL refusing a change because of a constraint, by the constraint's name.
    public func violates(_ constraint: String) -> Bool {
        (self as? PostgresError)?.violates(constraint) ?? false
    }
}

extension PostgresError: CustomStringConvertible {
    /// More of a statement than this says no more in a log.
    private static let longestStatement = 300

    public var description: String {
        var text = "PostgreSQL: \(reason)"
        if let sqlState { text += " (\(sqlState.rawValue))" }
        if let constraint { text += " [constraint \(constraint)]" }
        if let statement {
            let words = statement.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            text += " in: \(words.prefix(Self.longestStatement))"
        }
        return text
    }
}

/// A SQLSTATE code: five characters, of which the first two name a class (PostgreSQL manual, appendix A).
public struct SQLState: RawRepresentable, Hashable, Sendable {
    public var rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }

    public static let uniqueViolation = SQLState(rawValue: "23505")
    public static let foreignKeyViolation = SQLState(rawValue: "23503")
    public static let notNullViolation = SQLState(rawValue: "23502")
    public static let checkViolation = SQLState(rawValue: "23514")
    public static let exclusionViolation = SQLState(rawValue: "23P01")
    public static let serializationFailure = SQLState(rawValue: "40001")
    public static let deadlockDetected = SQLState(rawValue: "40P01")
    public static let lockNotAvailable = SQLState(rawValue: "55P03")
    public static let queryCanceled = SQLState(rawValue: "57014")
    static let inputOutputError = SQLState(rawValue: "58030")
    static let featureNotSupported = SQLState(rawValue: "0A000")
    static let readOnlyTransaction = SQLState(rawValue: "25006")
    static let invalidStatementName = SQLState(rawValue: "26000")

    /// Whether a constraint said no (class 23).
    public var isIntegrityViolation: Bool { rawValue.hasPrefix("23") }

    /// Whether the server's sentence may quote a value: data exceptions (class 22) do, and so do sentences of our own
    /// making in PL/pgSQL (class P0).
    var mayQuoteValues: Bool { rawValue.hasPrefix("22") || rawValue.hasPrefix("P0") }
}
