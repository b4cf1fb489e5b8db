internal import CLinux
internal import Glibc
internal import Synchronization

/// A socket on which connections arrive.
public final class ListeningSocket: Sendable {
    /// How many connections may wait to be accepted, as far as the kernel allows (`net.core.somaxconn`, usually as many).
    ///
    /// Who finds no place is not told, and tries again only after a second, then three, then seven.
    public static let backlog: Int32 = 4096

    /// Where it listens, with the port that was free where 0 was asked for.
    public let address: SocketAddress
    private let owned: Atomic<Int32>

    /// The number to be watched; −1 once closed.
    public var descriptor: Int32 { owned.load(ordering: .relaxed) }

    /// Listens, from now on: connections that come before anybody accepts them wait.
    ///
    /// - Throws: A `NetworkError`, which tells when the address is taken or not ours.
    public init(on address: SocketAddress) throws(NetworkError) {
        let doing = "listen on \(address)"
        let descriptor = socket(address.systemFamily, Int32(LINUX_SOCK_STREAM) | Int32(LINUX_SOCK_FLAGS), 0)
        guard descriptor >= 0 else { throw NetworkError(doing) }
        guard let bound = Self.listen(descriptor, on: address) else {
            let error = NetworkError(doing)
            Glibc.close(descriptor)
            throw error
        }
        owned = Atomic(descriptor)
        self.address = bound
    }

    deinit {
        close()
    }

    /// Binds and listens; nil leaves the reason in `errno`.
    private static func listen(_ descriptor: Int32, on address: SocketAddress) -> SocketAddress? {
        var on: Int32 = 1
        let size = socklen_t(MemoryLayout<Int32>.size)
        // Connections of an earlier run may still linger on the port; a program that still listens keeps it.
        guard setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, size) == 0,
            address.withSystemAddress({ bind(descriptor, $0, $1) }) == 0, Glibc.listen(descriptor, backlog) == 0
        else { return nil }
        return SocketAddress.ofSystem { getsockname(descriptor, $0, $1) }
    }

    /// Takes one connection that waits; nil when none does.
    ///
    /// - Throws: A `NetworkError` when none can be taken for now, such as for want of descriptors; one that ended before
    ///   it was taken is passed over.
    public func accept() throws(NetworkError) -> StreamSocket? {
        while true {
            var descriptor: Int32 = -1
            let address = SocketAddress.ofSystem { address, length in
                descriptor = accept4(self.descriptor, address, length, Int32(LINUX_SOCK_FLAGS))
                return descriptor < 0 ? -1 : 0
            }
            if descriptor >= 0 { return StreamSocket(owning: descriptor, remoteAddress: address) }
            switch errno {
            case EAGAIN: return nil
            case EINTR, ECONNABORTED, EPROTO: continue
            default: throw NetworkError("accept a connection")
            }
        }
    }

    /// Stops listening.
    ///
    /// An ``EventLoop`` that watches it must have been told to stop before.
    public func close() {
        let descriptor = owned.exchange(-1, ordering: .relaxed)
        if descriptor >= 0 { Glibc.close(descriptor) }
    }
}
