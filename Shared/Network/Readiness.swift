internal import CLinux

/// What a socket can do at once, without waiting.
public struct Readiness: OptionSet, Sendable, Hashable {
    public let rawValue: UInt8

    public init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// Bytes, the end of the stream, or a new connection can be read.
    public static let readable = Readiness(rawValue: 1)
    /// There is room to write, or an attempt to connect has ended.
    public static let writable = Readiness(rawValue: 2)
    /// The other side will send no more, or the connection has failed; reported whether or not it was asked for.
    public static let ended = Readiness(rawValue: 4)
}

extension Readiness {
    /// The same, in epoll's words.
    var epollEvents: UInt32 {
        var events = EPOLLRDHUP.rawValue
        if contains(.readable) { events |= EPOLLIN.rawValue }
        if contains(.writable) { events |= EPOLLOUT.rawValue }
        return events
    }

    /// A failed socket reads and writes at once, since either call is how one learns of the failure.
    init(epollEvents events: UInt32) {
        self = []
        if events & EPOLLIN.rawValue != 0 { insert(.readable) }
        if events & EPOLLOUT.rawValue != 0 { insert(.writable) }
        if events & EPOLLRDHUP.rawValue != 0 { formUnion([.readable, .ended]) }
        if events & (EPOLLHUP.rawValue | EPOLLERR.rawValue) != 0 { formUnion([.readable, .writable, .ended]) }
    }
}
