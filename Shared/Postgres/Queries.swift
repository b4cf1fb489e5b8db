/// Whatever statements can be run on: a pool, where each is a transaction of its own, or a transaction.
///
/// ```swift
/// let found = try await database.row("SELECT id, email FROM accounts WHERE id = \(id)", as: (AccountID, String).self)
/// let count = try await database.row("SELECT count(*) FROM accounts", as: Int.self)
/// ```
///
/// Every call obeys `Deadline.current` and the task's cancellation. All throw ``PostgresError``, or `CancellationError`.
public protocol Queries: Sendable {
    /// Runs a statement and brings back everything it answered.
    func result(of sql: SQL) async throws -> PostgresResult
}

extension Queries {
    /// Runs a statement and tells how many rows it inserted, updated, deleted or selected.
    @discardableResult
    public func run(_ sql: SQL) async throws -> Int {
        try await result(of: sql).affected
    }

    /// Runs a statement and reads every row as a tuple, or as one value where a row has one column.
    public func rows<each Column: PostgresDecodable>(
        _ sql: SQL,
        as columns: (repeat each Column).Type
    ) async throws -> [(repeat each Column)] {
        let result = try await result(of: sql)
        return try naming(sql) { try result.decoded(as: columns) }
    }

    /// Runs a statement and reads its first row, if there is one.
    public func row<each Column: PostgresDecodable>(
        _ sql: SQL,
        as columns: (repeat each Column).Type
    ) async throws -> (repeat each Column)? {
        try await rows(sql, as: columns).first
    }

    /// Runs a statement and reads the first row's only column, if there is a row.
    public func row<Column: PostgresDecodable>(_ sql: SQL, as _: Column.Type) async throws -> Column? {
        let result = try await result(of: sql)
        return try naming(sql) { try result.decoded(as: Column.self).first }
    }

    /// Runs a statement and reads every row as a value that knows its columns by name.
    public func rows<Row: RowDecodable>(_ sql: SQL, as _: Row.Type) async throws -> [Row] {
        let result = try await result(of: sql)
        return try naming(sql) { try result.rows.map(Row.init(row:)) }
    }

    /// Runs a statement and reads its first row, if there is one, as a value that knows its columns by name.
    public func row<Row: RowDecodable>(_ sql: SQL, as row: Row.Type) async throws -> Row? {
        try await rows(sql, as: row).first
    }

    private func naming<Value>(_ sql: SQL, _ read: () throws -> Value) throws -> Value {
        do {
            return try read()
        } catch {
            throw (error as? PostgresError)?.about(sql) ?? error
        }
    }
}
