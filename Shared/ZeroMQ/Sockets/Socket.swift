internal import CZeroMQ
internal import Glibc

/// A libzmq socket.
///
/// It belongs to one thread: made, used and closed there. No call waits: what cannot be done at once is said to be so,
/// and `Poller` waits for many sockets together.
public final class Socket {
    /// The kinds of socket that the bus is made of.
    public enum Kind: Sendable {
        /// Serves many peers and addresses each by its routing id.
        case router
        /// Asks a peer and need not wait for one answer before it asks the next.
        case dealer
        /// Answers one question at a time, in order.
        case reply
        /// Talks to exactly one other, within the process.
        case pair

        var number: Int32 {
            switch self {
            case .router: ZMQ_ROUTER
            case .dealer: ZMQ_DEALER
            case .reply: ZMQ_REP
            case .pair: ZMQ_PAIR
            }
        }
    }

    /// What became of a message that was to be sent.
    public enum Sent: Sendable {
        /// It is on its way.
        case accepted
        /// As many as may wait for this peer are waiting already, or no peer is connected.
        case full
        /// No peer has this routing id (any more).
        case unreachable
    }

    let pointer: UnsafeMutableRawPointer
    private let context: Context
    /// One message, used again and again: libzmq wants its address to stay the same while it is in use.
    private let incoming: UnsafeMutablePointer<zmq_msg_t>

    /// Opens a socket with every option set.
    ///
    /// - Throws: `ZeroMQError`.
    public init(_ kind: Kind, in context: Context, options: SocketOptions = SocketOptions()) throws {
        guard let pointer = zmq_socket(context.pointer, kind.number) else { throw ZeroMQError("open a socket") }
        self.pointer = pointer
        self.context = context
        incoming = .allocate(capacity: 1)
        zmq_msg_init(incoming)
        try options.apply(to: pointer, kind: kind)
    }

    deinit {
        zmq_msg_close(incoming)
        incoming.deallocate()
        zmq_close(pointer)
    }

    // MARK: Addresses

    /// Listens at `address`, such as `tcp://127.0.0.1:7001`; `tcp://127.0.0.1:*` takes a free port.
    ///
    /// Only closing the socket ends it: libzmq's `zmq_unbind` would deafen the connections that stand.
    ///
    /// - Throws: `ZeroMQError`, when the port is taken for one.
    public func bind(_ address: String) throws {
        guard zmq_bind(pointer, address) == 0 else { throw ZeroMQError("listen at \(address)") }
    }

    /// Connects to `address`, and again whenever the connection is lost.
    ///
    /// - Throws: `ZeroMQError`, when the address is none; that nobody is there is not an error.
    public func connect(_ address: String) throws {
        guard zmq_connect(pointer, address) == 0 else { throw ZeroMQError("connect to \(address)") }
    }

    /// The address that the last `bind` found, with the port in place of `*`.
    public var lastEndpoint: String? {
        var text = [CChar](repeating: 0, count: 256)
        var length = text.count
        guard zmq_getsockopt(pointer, ZMQ_LAST_ENDPOINT, &text, &length) == 0, length > 1 else { return nil }
        return String(decoding: text[..<(length - 1)].map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    /// Claims a routing id.
    ///
    /// A peer may believe it or not: ours never rely on it.
    ///
    /// - Throws: `ZeroMQError`.
    public func setRoutingID(_ id: [UInt8]) throws {
        try set(ZMQ_ROUTING_ID, "ROUTING_ID", id)
    }

    func set(_ option: Int32, _ name: String, _ value: [UInt8]) throws {
        guard zmq_setsockopt(pointer, option, value, value.count) == 0 else {
            throw ZeroMQError("set \(name) of a socket")
        }
    }

    func set(_ option: Int32, _ name: String, _ value: Int32) throws {
        var value = value
        guard zmq_setsockopt(pointer, option, &value, MemoryLayout<Int32>.size) == 0 else {
            throw ZeroMQError("set \(name) of a socket")
        }
    }

    // MARK: Messages

    /// Sends `frames` as one message, if that can be done at once.
    ///
    /// - Throws: `ZeroMQError` when the socket itself is broken.
    public func send(_ frames: [UInt8]...) throws -> Sent {
        try send(frames)
    }

    /// Sends `frames` as one message, if that can be done at once.
    ///
    /// - Throws: `ZeroMQError` when the socket itself is broken.
    public func send(_ frames: [[UInt8]]) throws -> Sent {
        for (index, frame) in frames.enumerated() {
            let flags = index < frames.count - 1 ? ZMQ_DONTWAIT | ZMQ_SNDMORE : ZMQ_DONTWAIT
            while zmq_send(pointer, frame, frame.count, flags) < 0 {
                switch zmq_errno() {
                case EINTR: continue
                // Only the first frame can meet these: libzmq takes the rest of a message that it began, or drops it whole.
                case EAGAIN: return .full
                case EHOSTUNREACH: return .unreachable
                default: throw ZeroMQError("send")
                }
            }
        }
        return .accepted
    }

    /// The next message, if one has arrived.
    ///
    /// - Parameter frames: how many frames are kept; a message with more is told to be too long, and the rest thrown away.
    /// - Returns: the message; `nil` where none has arrived.
    /// - Throws: `ZeroMQError` when the socket itself is broken.
    public func receive(atMost frames: Int) throws -> Message? {
        guard try receiveFrame() else { return nil }
        var message = Message()
        message.frames.reserveCapacity(frames)
        while true {
            if message.frames.count < frames {
                message.frames.append(copyOfIncoming())
            } else {
                message.isTooLong = true
            }
            guard zmq_msg_more(incoming) != 0 else { break }
            // The frames of one message arrive together.
            guard try receiveFrame() else { break }
        }
        if let userID = zmq_msg_gets(incoming, PORTICO_ZMQ_USER_ID) {
            message.userID = String(cString: userID)
        }
        return message
    }

    private func receiveFrame() throws -> Bool {
        while zmq_msg_recv(incoming, pointer, ZMQ_DONTWAIT) < 0 {
            switch zmq_errno() {
            case EINTR: continue
            case EAGAIN: return false
            default: throw ZeroMQError("receive")
            }
        }
        return true
    }

    private func copyOfIncoming() -> [UInt8] {
        [UInt8](UnsafeRawBufferPointer(start: zmq_msg_data(incoming), count: zmq_msg_size(incoming)))
    }
}

/// A message as it was received.
public struct Message: Sendable {
    /// Its frames, as far as they were wanted.
    public var frames: [[UInt8]] = []
    /// Whether there were more frames.
    public var isTooLong = false
    /// Who the connection's key belongs to, in the words of the ZAP handler; `nil` where nobody was authenticated.
    public var userID: String?
}
