internal import CPostgres
internal import Foundation
internal import Network
internal import ServiceRuntime
internal import Synchronization

extension Connection {
    /// The oldest server that has all we use, as libpq counts.
    private static let oldestServer: Int32 = 150_000

    /// Connects, and holds up its thread until that has worked or failed: names are resolved, hosts tried in turn.
    static func openBlocking(
        _ values: [String: String],
        log: Log,
        statements: StatementCache = StatementCache()
    ) throws -> Connection {
        let pairs = values.map { ($0.key, $0.value) }
        let pointer = withCStrings(pairs.map(\.0)) { keywords in
            withCStrings(pairs.map(\.1)) { values in PQconnectdbParams(keywords, values, 0) }
        }
        guard let pointer else { throw PostgresError(.unavailable, "there is no memory for a connection") }
        let handle = ConnectionHandle(owning: pointer)
        guard PQstatus(pointer) == CONNECTION_OK else { throw PostgresError(.unavailable, handle.complaint) }
        guard PQserverVersion(pointer) >= oldestServer else {
            throw PostgresError(.unavailable, "the server is older than PostgreSQL 15")
        }
        guard PQsetnonblocking(pointer, 1) == 0 else { throw PostgresError(.unavailable, handle.complaint) }
        return Connection(owning: handle, loop: try EventLoop.shared, log: log, statements: statements)
    }

    /// Connects on a thread of its own.
    ///
    /// A cancelled caller returns at once; the connection that comes too late is closed.
    static func open(_ values: Secret<[String: String]>, log: Log) async throws -> Connection {
        let box = OpeningBox()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                box.waiting.withLock { $0 = continuation }
                guard !Task.isCancelled else { return box.end(.failure(CancellationError())) }
                BlockingThread.start("pg-connect") {
                    box.end(Result { try openBlocking(values.expose(), log: log) })
                }
            }
        } onCancel: {
            box.end(.failure(CancellationError()))
        }
    }

    /// Who waits for a connection; answered once, by whichever comes first.
    private final class OpeningBox: Sendable {
        let waiting = Mutex<CheckedContinuation<Connection, any Error>?>(nil)

        func end(_ result: Result<Connection, any Error>) {
            waiting.withLock { waiting in
                defer { waiting = nil }
                return waiting
            }?.resume(with: result)
        }
    }
}

/// Lends strings to C as an array of C strings that ends with a null.
private func withCStrings<Result>(
    _ strings: [String],
    _ body: (UnsafePointer<UnsafePointer<CChar>?>?) -> Result
) -> Result {
    let copies = strings.map { strdup($0) }
    defer { copies.forEach { free($0) } }
    return body(copies.map { UnsafePointer($0) } + [nil])
}
