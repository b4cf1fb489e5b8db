internal import CZeroMQ

/// The options of a socket, every one of them set and named: libzmq's own defaults wait for ever, queue for peers that are
/// not there, and drop in silence.
public struct SocketOptions: Sendable {
    /// How long closing waits for what is still to be sent (`ZMQ_LINGER`; libzmq would wait for ever).
    public var linger: Duration = .milliseconds(500)
    /// The largest frame that is accepted, in bytes (`ZMQ_MAXMSGSIZE`); who sends a larger one is disconnected.
    public var largestFrame: Int64 = 1 << 20
    /// What CURVE adds to a frame before its size is looked at: a command's name, nonce, authenticator and flags (RFC 26
    /// of the ZeroMQ site, "MESSAGE").
    static let curveOverhead: Int64 = 8 + 8 + 16 + 1
    /// How often a quiet connection is asked for a sign of life (`ZMQ_HEARTBEAT_IVL`).
    public var heartbeatInterval: Duration = .seconds(1)
    /// How long that sign may take before the connection is given up (`ZMQ_HEARTBEAT_TIMEOUT`, and `_TTL` for the peer).
    public var heartbeatTimeout: Duration = .seconds(2)
    /// How long a connection may take to prove who it is (`ZMQ_HANDSHAKE_IVL`).
    public var handshakeLimit: Duration = .seconds(1)
    /// The first wait before connecting again (`ZMQ_RECONNECT_IVL`); it doubles up to the longest.
    public var reconnectInterval: Duration = .milliseconds(50)
    /// The longest wait before connecting again (`ZMQ_RECONNECT_IVL_MAX`).
    public var longestReconnectInterval: Duration = .milliseconds(500)
    /// How many messages may wait to be sent to one peer (`ZMQ_SNDHWM`).
    public var sendLimit: Int32 = 1000
    /// How many messages from one peer may wait to be read (`ZMQ_RCVHWM`).
    public var receiveLimit: Int32 = 1000
    /// How many connections may wait to be accepted (`ZMQ_BACKLOG`).
    public var backlog: Int32 = 256

    public init() {}

    func apply(to socket: UnsafeMutableRawPointer, kind: Socket.Kind) throws {
        func set(_ option: Int32, _ name: String, _ value: Int32) throws {
            var value = value
            guard zmq_setsockopt(socket, option, &value, MemoryLayout<Int32>.size) == 0 else {
                throw ZeroMQError("set \(name) of a socket")
            }
        }
        try set(ZMQ_LINGER, "LINGER", linger.wholeMilliseconds)
        try set(ZMQ_SNDHWM, "SNDHWM", sendLimit)
        try set(ZMQ_RCVHWM, "RCVHWM", receiveLimit)
        var largestFrame = largestFrame + Self.curveOverhead
        guard zmq_setsockopt(socket, ZMQ_MAXMSGSIZE, &largestFrame, MemoryLayout<Int64>.size) == 0 else {
            throw ZeroMQError("set MAXMSGSIZE of a socket")
        }
        guard kind == .router || kind == .dealer else { return }

        try set(ZMQ_HEARTBEAT_IVL, "HEARTBEAT_IVL", heartbeatInterval.wholeMilliseconds)
        try set(ZMQ_HEARTBEAT_TIMEOUT, "HEARTBEAT_TIMEOUT", heartbeatTimeout.wholeMilliseconds)
        let timeToLive = heartbeatInterval + heartbeatTimeout
        try set(ZMQ_HEARTBEAT_TTL, "HEARTBEAT_TTL", timeToLive.wholeMilliseconds)
        try set(ZMQ_HANDSHAKE_IVL, "HANDSHAKE_IVL", handshakeLimit.wholeMilliseconds)
        try set(ZMQ_RECONNECT_IVL, "RECONNECT_IVL", reconnectInterval.wholeMilliseconds)
        try set(ZMQ_RECONNECT_IVL_MAX, "RECONNECT_IVL_MAX", longestReconnectInterval.wholeMilliseconds)
        // Only peers that are there: a message for one that is not fails at once, and we choose another.
        try set(ZMQ_IMMEDIATE, "IMMEDIATE", 1)
        try set(ZMQ_BACKLOG, "BACKLOG", backlog)
        try set(ZMQ_IPV6, "IPV6", 1)
        if kind == .router {
            // Say so when a peer has gone or is full, instead of dropping what is for it.
            try set(ZMQ_ROUTER_MANDATORY, "ROUTER_MANDATORY", 1)
            // A second connection that claims a routing id in use does not get it.
            try set(ZMQ_ROUTER_HANDOVER, "ROUTER_HANDOVER", 0)
        }
    }
}

extension Duration {
    /// In milliseconds, rounded up, as libzmq's options want it.
    var wholeMilliseconds: Int32 {
        let (seconds, attoseconds) = components
        let milliseconds = Double(seconds) * 1000 + (Double(attoseconds) / 1e15).rounded(.up)
        return Int32(max(0, min(milliseconds, Double(Int32.max))))
    }
}
