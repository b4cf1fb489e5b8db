internal import CZeroMQ

extension Socket {
    /// An option as libzmq has it, for tests: what was set and what is in force can differ.
    enum Option: Int32, CaseIterable {
        case linger, largestFrame, sendLimit, receiveLimit, backlog, immediate, ipv6
        case heartbeatInterval, heartbeatTimeout, heartbeatTimeToLive, handshakeLimit
        case reconnectInterval, longestReconnectInterval, curveServer, enforcesDomain

        fileprivate var number: Int32 {
            switch self {
            case .linger: ZMQ_LINGER
            case .largestFrame: ZMQ_MAXMSGSIZE
            case .sendLimit: ZMQ_SNDHWM
            case .receiveLimit: ZMQ_RCVHWM
            case .backlog: ZMQ_BACKLOG
            case .immediate: ZMQ_IMMEDIATE
            case .ipv6: ZMQ_IPV6
            case .heartbeatInterval: ZMQ_HEARTBEAT_IVL
            case .heartbeatTimeout: ZMQ_HEARTBEAT_TIMEOUT
            case .heartbeatTimeToLive: ZMQ_HEARTBEAT_TTL
            case .handshakeLimit: ZMQ_HANDSHAKE_IVL
            case .reconnectInterval: ZMQ_RECONNECT_IVL
            case .longestReconnectInterval: ZMQ_RECONNECT_IVL_MAX
            case .curveServer: ZMQ_CURVE_SERVER
            case .enforcesDomain: Int32(PORTICO_ZMQ_ZAP_ENFORCE_DOMAIN)
            }
        }
    }

    /// The value of `option` that is in force.
    ///
    /// - Throws: `ZeroMQError`.
    func inForce(_ option: Option) throws -> Int64 {
        var value: Int64 = 0
        // All but one are of 32 bits; this machine's low half comes first, and the high half stays zero.
        var size = option == .largestFrame ? MemoryLayout<Int64>.size : MemoryLayout<Int32>.size
        guard zmq_getsockopt(pointer, option.number, &value, &size) == 0 else {
            throw ZeroMQError("read an option of a socket")
        }
        return size == MemoryLayout<Int64>.size ? value : Int64(Int32(truncatingIfNeeded: value))
    }

    /// The ZAP domain that is in force; empty where there is none.
    ///
    /// - Throws: `ZeroMQError`.
    func domainInForce() throws -> String {
        var text = [CChar](repeating: 0, count: 256)
        var length = text.count
        guard zmq_getsockopt(pointer, ZMQ_ZAP_DOMAIN, &text, &length) == 0, length > 0 else {
            throw ZeroMQError("read the domain of a socket")
        }
        return String(decoding: text[..<(length - 1)].map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
