/// One row of a result.
public struct PostgresRow: Sendable {
    let result: PostgresResult
    let index: Int

    /// Reads a column by its name; what it is read as follows from where the value goes.
    ///
    /// - Throws: A ``PostgresError`` of the kind `unreadable` that names the column.
    public subscript<Value: PostgresDecodable>(_ column: String) -> Value {
        get throws {
            guard let number = result.index(ofColumn: column) else {
                throw PostgresError(.unreadable, "there is no column \(column)")
            }
            return try result.decode(Value.self, row: index, column: number)
        }
    }

    /// Reads a column by its place, counted from zero.
    ///
    /// - Throws: A ``PostgresError`` of the kind `unreadable` that names the column.
    public func value<Value: PostgresDecodable>(at column: Int, as _: Value.Type = Value.self) throws -> Value {
        guard (0..<result.columnCount).contains(column) else {
            throw PostgresError(.unreadable, "there is no column \(column + 1)")
        }
        return try result.decode(Value.self, row: index, column: column)
    }
}

/// Something that reads itself from a row.
public protocol RowDecodable {
    /// Reads its columns, `try row["email"]`.
    init(row: PostgresRow) throws
}

extension PostgresResult {
    /// The rows, in the order in which they came.
    public var rows: [PostgresRow] { (0..<count).map { PostgresRow(result: self, index: $0) } }

    /// The rows as tuples, column by column.
    func decoded<each Column: PostgresDecodable>(as _: (repeat each Column).Type) throws -> [(repeat each Column)] {
        var asked = 0
        for _ in repeat (each Column).self { asked += 1 }
        // A row that brings more than was asked for is a statement and a tuple that have drifted apart.
        guard asked == columnCount else {
            throw PostgresError(.unreadable, "a row has \(columnCount) columns, and \(asked) were asked for")
        }
        var rows: [(repeat each Column)] = []
        rows.reserveCapacity(count)
        for index in 0..<count {
            var column = 0
            func next<Value: PostgresDecodable>(_: Value.Type) throws -> Value {
                defer { column += 1 }
                return try decode(Value.self, row: index, column: column)
            }
            rows.append((repeat try next((each Column).self)))
        }
        return rows
    }
}
