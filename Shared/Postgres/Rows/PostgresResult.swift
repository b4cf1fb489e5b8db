internal import CPostgres

/// What one statement brought back.
///
/// `@unchecked Sendable`: libpq never changes a result once it has handed it out, and reading one from several threads
/// is allowed as long as nothing writes to it (libpq, "Behavior in Threaded Programs"); nothing here does.
public final class PostgresResult: @unchecked Sendable {
    private let pointer: OpaquePointer

    /// Takes over a result that libpq made, and the duty to clear it.
    init(owning pointer: OpaquePointer) { self.pointer = pointer }

    deinit { PQclear(pointer) }

    /// How many rows there are to read.
    public var count: Int { Int(PQntuples(pointer)) }

    /// How many columns each row has.
    public var columnCount: Int { Int(PQnfields(pointer)) }

    /// How many rows the statement inserted, updated, deleted or selected.
    public var affected: Int { Int(String(cString: PQcmdTuples(pointer))) ?? 0 }

    /// What was done, such as `INSERT 0 1` or `ROLLBACK`.
    var commandTag: String { String(cString: PQcmdStatus(pointer)) }

    var status: ExecStatusType { PQresultStatus(pointer) }

    func name(ofColumn column: Int) -> String {
        PQfname(pointer, Int32(column)).map { String(cString: $0) } ?? "\(column + 1)"
    }

    func index(ofColumn name: String) -> Int? {
        // By comparison of our own: PQfnumber folds case the way SQL does.
        (0..<columnCount).first { column in self.name(ofColumn: column) == name }
    }

    /// Reads one value, or says which column does not hold what was asked.
    func decode<Value: PostgresDecodable>(_: Value.Type, row: Int, column: Int) throws -> Value {
        let (row, field) = (Int32(row), Int32(column))
        do {
            if PQgetisnull(pointer, row, field) == 1 {
                guard let value = Value.valueOfNull else { throw PostgresMismatch(reason: "is NULL, no \(Value.self)") }
                return value
            }
            let type = PostgresType(rawValue: PQftype(pointer, field))
            let bytes = UnsafeRawBufferPointer(
                start: PQgetvalue(pointer, row, field),
                count: Int(PQgetlength(pointer, row, field))
            )
            // Lent for this call alone: a RawSpan cannot outlive it.
            return try Value(postgres: bytes.bytes, of: type)
        } catch {
            let reason = (error as? PostgresMismatch)?.reason ?? "cannot be read"
            throw PostgresError(.unreadable, "column \(name(ofColumn: column)) \(reason)")
        }
    }

    /// The error that this result is, if it is one.
    var failure: PostgresError? {
        guard status == PGRES_FATAL_ERROR || status == PGRES_BAD_RESPONSE else { return nil }
        let sqlState = field(portico_diagnostic_sqlstate).map(SQLState.init(rawValue:))
        let sentence = field(portico_diagnostic_message) ?? "the connection was lost"
        return PostgresError(
            .refused,
            sqlState?.mayQuoteValues == true ? "a value was refused" : sentence,
            sqlState: sqlState,
            constraint: field(portico_diagnostic_constraint),
            table: field(portico_diagnostic_table)
        )
    }

    private func field(_ field: portico_diagnostic) -> String? {
        PQresultErrorField(pointer, Int32(field.rawValue)).map { String(cString: $0) }
    }
}
