internal import CZeroMQ

/// A call to libzmq that failed.
public struct ZeroMQError: Error, Hashable, CustomStringConvertible {
    /// What was tried, such as `bind to tcp://127.0.0.1:7001`.
    public let operation: String
    /// The number that libzmq gave (`zmq_errno`).
    public let code: Int32

    /// The last failure on this thread.
    init(_ operation: String) {
        self.operation = operation
        code = zmq_errno()
    }

    public var description: String {
        "cannot \(operation): \(String(cString: zmq_strerror(code)))"
    }
}
