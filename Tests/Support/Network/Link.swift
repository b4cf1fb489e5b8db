import Foundation
import Glibc
import Synchronization

/// A TCP proxy of our own between two programs, at which a test cuts the line, holds it up, or makes it slow.
///
/// It listens on a port of 127.0.0.1 and carries what comes to another one there. One thread with poll(2) does it all: what
/// is tested is the programs at both ends, so this is kept as plain as can be.
public final class Link: Sendable {
    /// How the line is.
    public enum Condition: Sendable, Hashable {
        /// Everything passes at once.
        case open
        /// Everything passes, each piece so much later.
        case slow(Duration)
        /// Connections stand, and nothing passes: as when a cable is pulled.
        case held
        /// Connections are closed, and new ones as soon as they come.
        case cut
    }

    /// The port of 127.0.0.1 to connect to.
    public let port: Int
    private let control: LinkControl

    /// Listens on a free port, and carries to `target` of 127.0.0.1, where nobody need listen yet.
    ///
    /// - Throws: ``CannotLink``.
    public init(to target: Int) throws {
        let listener = try LinkSocket.listen()
        port = try LinkSocket.port(of: listener)
        let control = try LinkControl()
        self.control = control
        let thread = Thread {
            LinkThread(listener: listener, target: target, control: control).run()
        }
        thread.name = "link"
        thread.start()
    }

    deinit {
        control.change { $0.isOver = true }
    }

    /// Makes the line so, for connections that stand and those that come.
    public func become(_ condition: Condition) {
        control.change { $0.condition = condition }
    }
}

/// A link could not be made.
public struct CannotLink: Error {
    let doing: String
    let reason = String(cString: strerror(errno))
}

/// What a link's thread is told.
final class LinkControl: Sendable {
    struct Orders {
        var condition = Link.Condition.open
        var isOver = false
    }

    /// Becomes readable when there is something new.
    let bell: Int32
    private let rope: Int32
    private let orders = Mutex(Orders())

    init() throws {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw CannotLink(doing: "make a pipe") }
        for end in ends {
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        }
        (bell, rope) = (ends[0], ends[1])
    }

    deinit {
        close(bell)
        close(rope)
    }

    func change(_ body: (inout Orders) -> Void) {
        orders.withLock { body(&$0) }
        var byte: UInt8 = 1
        // A full pipe has told of it already.
        _ = write(rope, &byte, 1)
    }

    /// What holds now, the bell silenced.
    func read() -> Orders {
        var bytes = [UInt8](repeating: 0, count: 64)
        while Glibc.read(bell, &bytes, bytes.count) > 0 {}
        return orders.withLock { $0 }
    }
}

/// The few calls that a link makes of the operating system.
enum LinkSocket {
    private static func address(port: Int) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return address
    }

    private static let length = socklen_t(MemoryLayout<sockaddr_in>.size)

    private static func socket() -> Int32 {
        Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    }

    static func listen() throws -> Int32 {
        let descriptor = socket()
        var address = address(port: 0)
        let bound = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, length) }
        }
        guard descriptor >= 0, bound == 0, Glibc.listen(descriptor, 128) == 0 else {
            throw CannotLink(doing: "listen")
        }
        makeNonBlocking(descriptor)
        return descriptor
    }

    static func port(of descriptor: Int32) throws -> Int {
        var address = sockaddr_in()
        var length = length
        let found = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &length) }
        }
        guard found == 0 else { throw CannotLink(doing: "find the port") }
        return Int(UInt16(bigEndian: address.sin_port))
    }

    /// Connects on this machine, which is done or refused at once; nil where it is refused.
    static func connect(to port: Int) -> Int32? {
        let descriptor = socket()
        var address = address(port: port)
        let connected = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { Glibc.connect(descriptor, $0, length) }
        }
        guard descriptor >= 0, connected == 0 else {
            close(descriptor)
            return nil
        }
        makeNonBlocking(descriptor)
        return descriptor
    }

    static func makeNonBlocking(_ descriptor: Int32) {
        _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
        var on: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
    }
}
