internal import CLinux
internal import Glibc
public import ServiceRuntime
internal import Synchronization

/// One TCP connection, non-blocking and without Nagle's delay.
///
/// Reading and writing do what can be done at once and say what was done; when to try again is told by an ``EventLoop``.
/// A stream of another kind, such as one inside TLS, can stand in its place by offering the same four calls. It belongs
/// to one actor or task, which closes it; dropping the last reference closes it too.
public final class StreamSocket: Sendable {
    /// What came of an attempt to read.
    public enum ReadOutcome: Sendable, Hashable {
        /// So many bytes were read, at least one.
        case bytes(Int)
        /// Nothing is there yet.
        case wouldWait
        /// The other side will send no more.
        case ended
    }

    /// Where the other side is; nil for what is no Internet socket.
    public let remoteAddress: SocketAddress?
    private let owned: Atomic<Int32>

    /// The number to be waited for; −1 once closed.
    public var descriptor: Int32 { owned.load(ordering: .relaxed) }

    /// Takes over a connected, non-blocking descriptor.
    init(owning descriptor: Int32, remoteAddress: SocketAddress?) {
        owned = Atomic(descriptor)
        self.remoteAddress = remoteAddress
        var on: Int32 = 1
        // Whole messages are written at once, so that holding back small packets would only delay them.
        setsockopt(
            descriptor,
            Int32(LINUX_IPPROTO_TCP),
            Int32(LINUX_TCP_NODELAY),
            &on,
            socklen_t(MemoryLayout<Int32>.size)
        )
    }

    deinit {
        close()
    }

    /// Reads into the room that an array has from an index to its end.
    ///
    /// - Throws: A `NetworkError` when the connection has failed.
    public func read(into buffer: inout [UInt8], from index: Int) throws(NetworkError) -> ReadOutcome {
        guard index < buffer.count else { return .wouldWait }
        while true {
            let count = buffer.withUnsafeMutableBytes { bytes in
                Glibc.read(descriptor, bytes.baseAddress?.advanced(by: index), bytes.count - index)
            }
            if count > 0 { return .bytes(count) }
            if count == 0 { return .ended }
            if errno == EAGAIN { return .wouldWait }
            guard errno == EINTR else { throw NetworkError("read from a connection") }
        }
    }

    /// Writes two pieces, one after the other, in one call.
    ///
    /// - Returns: How many bytes of both together were taken; nil when none can be now.
    /// - Throws: A `NetworkError` when the connection has failed.
    public func write(
        _ first: ArraySlice<UInt8>,
        _ second: ArraySlice<UInt8> = []
    ) throws(NetworkError) -> Int? {
        while true {
            let count = first.withUnsafeBytes { first in
                second.withUnsafeBytes { second in gather(first, second) }
            }
            if count >= 0 { return count }
            if errno == EAGAIN { return nil }
            guard errno == EINTR else { throw NetworkError("write to a connection") }
        }
    }

    private func gather(_ first: UnsafeRawBufferPointer, _ second: UnsafeRawBufferPointer) -> Int {
        // The kernel only reads from these, though its type for both directions is mutable.
        withUnsafeTemporaryAllocation(of: iovec.self, capacity: 2) { pieces in
            var count = 0
            for piece in [first, second] where !piece.isEmpty {
                pieces[count] = iovec(
                    iov_base: UnsafeMutableRawPointer(mutating: piece.baseAddress),
                    iov_len: piece.count
                )
                count += 1
            }
            var message = msghdr()
            message.msg_iov = pieces.baseAddress
            message.msg_iovlen = count
            return sendmsg(descriptor, &message, Int32(LINUX_MSG_NOSIGNAL))
        }
    }

    /// Tells the other side that no more will come, and goes on reading.
    public func endWriting() {
        shutdown(descriptor, Int32(SHUT_WR))
    }

    /// Closes it.
    ///
    /// An ``EventLoop`` that watches it must have been told to stop before.
    public func close() {
        let descriptor = owned.exchange(-1, ordering: .relaxed)
        if descriptor >= 0 { Glibc.close(descriptor) }
    }
}

extension StreamSocket {
    /// Connects to the first address that answers.
    ///
    /// - Throws: The `NetworkError` of the last address, `DeadlinePassed` or `CancellationError`.
    public static func connect(
        to addresses: [SocketAddress],
        before deadline: Deadline?
    ) async throws -> StreamSocket {
        var failure = NetworkError("connect to no address", code: EADDRNOTAVAIL)
        for address in addresses {
            do {
                return try await connect(to: address, before: deadline)
            } catch let error as NetworkError {
                failure = error
            }
        }
        throw failure
    }

    private static func connect(to address: SocketAddress, before deadline: Deadline?) async throws -> StreamSocket {
        let doing = "connect to \(address)"
        let descriptor = socket(address.systemFamily, Int32(LINUX_SOCK_STREAM) | Int32(LINUX_SOCK_FLAGS), 0)
        guard descriptor >= 0 else { throw NetworkError(doing) }
        let stream = StreamSocket(owning: descriptor, remoteAddress: address)
        let code = address.withSystemAddress { Glibc.connect(descriptor, $0, $1) }
        if code == 0 { return stream }
        guard errno == EINPROGRESS else { throw NetworkError(doing) }
        try await EventLoop.shared.wait(for: descriptor, until: .writable, before: deadline)
        var reason: Int32 = 0
        var length = socklen_t(MemoryLayout<Int32>.size)
        guard getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &reason, &length) == 0 else { throw NetworkError(doing) }
        guard reason == 0 else { throw NetworkError(doing, code: reason) }
        return stream
    }
}
