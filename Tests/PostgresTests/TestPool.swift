import Postgres
import ServiceRuntime
import Support

/// Long enough for a test on a busy machine.
let generous: Duration = .seconds(60)

/// Hands a pool over an empty database of its own to a test, within a time limit.
func withPool(
    connections: Int = 4,
    limits: PostgresLimits = .standard,
    log: Log = .silent,
    of cluster: PostgresCluster = .shared,
    file: StaticString = #filePath,
    line: UInt = #line,
    _ test: (PostgresPool) async throws -> Void
) async throws {
    try await withTimeLimit(generous, file: file, line: line) {
        let pool = try PostgresPool(
            url: try await cluster.freshDatabase(),
            connections: connections,
            limits: limits,
            log: log
        )
        try await test(pool)
    }
}

/// The error that an operation ends with, if it is one of PostgreSQL's.
func postgresError<Ignored>(_ operation: () async throws -> Ignored) async throws -> PostgresError? {
    do {
        _ = try await operation()
        return nil
    } catch {
        guard let error = error as? PostgresError else { throw error }
        return error
    }
}
