internal import CPostgres

/// The `PGconn` and its one `PQfinish`.
struct ConnectionHandle: ~Copyable {
    let pointer: OpaquePointer

    init(owning pointer: OpaquePointer) { self.pointer = pointer }

    deinit { PQfinish(pointer) }

    /// What libpq says went wrong last; it names hosts and users, never a password.
    var complaint: String {
        String(cString: PQerrorMessage(pointer)).split(whereSeparator: \.isNewline).joined(separator: " ")
    }
}

/// What is needed to ask a server to stop what a connection has it do: a `PGcancel` and its one `PQfreeCancel`.
///
/// `@unchecked Sendable`: a `PGcancel` is never changed after it is made, and `PQcancel` is documented as safe to call
/// from a thread other than the connection's.
final class CancelHandle: @unchecked Sendable {
    private let pointer: OpaquePointer

    init?(_ connection: borrowing ConnectionHandle) {
        guard let pointer = PQgetCancel(connection.pointer) else { return nil }
        self.pointer = pointer
    }

    deinit { PQfreeCancel(pointer) }

    /// Asks, over a connection of its own, and waits until the server has heard it.
    func cancelBlocking() {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { complaint in
            // Nobody is told of a failure: the server's statement_timeout ends what this could not.
            _ = PQcancel(pointer, complaint.baseAddress, Int32(complaint.count))
        }
    }
}
