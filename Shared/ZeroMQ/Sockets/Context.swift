internal import CZeroMQ

/// A libzmq context: the I/O threads, and the name space in which `inproc` addresses mean something.
///
/// It belongs to the thread that made it, with every socket made in it. Its end waits until what its sockets were
/// still sending has left, for as long as their `linger` at most.
public final class Context {
    /// The most sockets a context may have: a bound, far above need.
    public static let largestNumberOfSockets: Int32 = 512

    let pointer: UnsafeMutableRawPointer

    /// Starts a context with one I/O thread.
    ///
    /// - Throws: `ZeroMQError`.
    public init() throws {
        guard let pointer = zmq_ctx_new() else { throw ZeroMQError("start ZeroMQ") }
        self.pointer = pointer
        guard zmq_ctx_set(pointer, ZMQ_MAX_SOCKETS, Self.largestNumberOfSockets) == 0 else {
            throw ZeroMQError("limit ZeroMQ's sockets")
        }
    }

    deinit {
        // A signal may interrupt the wait for the last bytes; anything else means that it is over already.
        while zmq_ctx_term(pointer) != 0 && zmq_errno() == EINTR {}
    }
}
