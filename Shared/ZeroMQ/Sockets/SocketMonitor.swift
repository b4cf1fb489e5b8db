internal import CZeroMQ

/// Tells what happens to a socket's connections: without it, a wrong key looks like silence.
public final class SocketMonitor {
    /// What happened to a connection.
    public enum Event: Hashable, Sendable {
        /// The TCP connection stands; nobody has proved anything yet.
        case connected
        /// Both sides proved their keys: messages flow.
        case handshakeSucceeded
        /// The other side sent something that does not fit, as it does when we hold a wrong key for it. libzmq does not
        /// connect again after this.
        case handshakeFailed(protocolError: UInt32)
        /// The other side's ZAP handler refused our key, with this status. libzmq does not connect again after this.
        case refused(status: UInt32)
        /// The handshake ended without a word, with this error number, as it does when the other side holds a wrong key.
        case handshakeBroken(errorNumber: UInt32)
        /// The connection ended.
        case disconnected
    }

    /// The socket that the events arrive at, to be watched.
    public let socket: Socket

    private static let watched =
        ZMQ_EVENT_CONNECTED | ZMQ_EVENT_HANDSHAKE_SUCCEEDED | ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL
        | ZMQ_EVENT_HANDSHAKE_FAILED_AUTH | ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL | ZMQ_EVENT_DISCONNECTED

    /// Begins to watch `watched`; `name` tells this monitor from others in the same context.
    ///
    /// - Throws: `ZeroMQError`.
    public init(of watched: Socket, named name: String, in context: Context) throws {
        let address = "inproc://monitor-\(name)"
        guard zmq_socket_monitor(watched.pointer, address, Self.watched) == 0 else {
            throw ZeroMQError("watch a socket's connections")
        }
        socket = try Socket(.pair, in: context)
        try socket.connect(address)
    }

    /// The next event, if there is one.
    ///
    /// - Throws: `ZeroMQError` when the socket itself is broken.
    public func next() throws -> Event? {
        while let message = try socket.receive(atMost: 2) {
            // 16 bits of event and 32 of value, as this machine writes them (zmq_socket_monitor(3)).
            guard let frame = message.frames.first, frame.count == 6 else { continue }
            let (number, value) = frame.withUnsafeBytes { bytes in
                (Int32(bytes.loadUnaligned(as: UInt16.self)), bytes.loadUnaligned(fromByteOffset: 2, as: UInt32.self))
            }
            switch number {
            case ZMQ_EVENT_CONNECTED: return .connected
            case ZMQ_EVENT_HANDSHAKE_SUCCEEDED: return .handshakeSucceeded
            case ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL: return .handshakeFailed(protocolError: value)
            case ZMQ_EVENT_HANDSHAKE_FAILED_AUTH: return .refused(status: value)
            case ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL: return .handshakeBroken(errorNumber: value)
            case ZMQ_EVENT_DISCONNECTED: return .disconnected
            default: continue
            }
        }
        return nil
    }
}
