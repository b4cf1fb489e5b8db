internal import CLinux
internal import Glibc

/// Where a socket is: an Internet address, version 4 or 6, and a port.
public struct SocketAddress: Sendable, Hashable {
    /// Which version of the Internet Protocol an address belongs to.
    public enum Family: Sendable, Hashable {
        case v4
        case v6
    }

    /// The version of the Internet Protocol.
    public let family: Family
    /// The port, 0 to 65535; 0 asks the operating system to choose one when listening.
    public let port: UInt16
    /// The 16 bytes of the address as two big numbers; a version 4 address is the last 32 bits.
    private let high: UInt64
    private let low: UInt64
    /// The interface that a link-local version 6 address belongs to.
    private let scope: UInt32

    private init(_ family: Family, high: UInt64, low: UInt64, scope: UInt32, port: UInt16) {
        self.family = family
        self.high = high
        self.low = low
        self.scope = scope
        self.port = port
    }

    /// Reads a numeric address, such as `127.0.0.1` or `::1`; nil for a name or for a port out of range.
    public init?(numericHost host: String, port: Int) {
        guard let port = UInt16(exactly: port) else { return nil }
        var v4 = in_addr()
        if inet_pton(AF_INET, host, &v4) == 1 {
            self.init(.v4, high: 0, low: UInt64(UInt32(bigEndian: v4.s_addr)), scope: 0, port: port)
            return
        }
        var v6 = in6_addr()
        guard inet_pton(AF_INET6, host, &v6) == 1 else { return nil }
        self.init(v6, scope: 0, port: port)
    }

    /// Reads `127.0.0.1:8080` or `[::1]:8080`; nil for anything else.
    public init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":") else { return nil }
        var host = text[..<colon]
        let digits = text[text.index(after: colon)...]
        guard digits.utf8.allSatisfy({ (48...57).contains($0) }), let port = Int(digits) else { return nil }
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = host.dropFirst().dropLast()
            guard host.contains(":") else { return nil }
        } else if host.contains(":") {
            return nil
        }
        self.init(numericHost: String(host), port: port)
    }

    private init(_ address: in6_addr, scope: UInt32, port: UInt16) {
        let (high, low) = withUnsafeBytes(of: address) { bytes in
            (
                UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 0, as: UInt64.self)),
                UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
            )
        }
        self.init(.v6, high: high, low: low, scope: scope, port: port)
    }

    /// The numeric address alone, without brackets.
    public var host: String {
        withSystemAddress { address, length in
            withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(NI_MAXHOST)) { text in
                guard let start = text.baseAddress,
                    getnameinfo(address, length, start, socklen_t(text.count), nil, 0, NI_NUMERICHOST) == 0
                else { return "?" }
                return String(cString: start)
            }
        }
    }

    /// Whether only this machine can reach it: 127.0.0.0/8 or ::1, also in version 6 clothes (::ffff:127.0.0.1).
    public var isLoopback: Bool {
        switch family {
        case .v4: low >> 24 == 127
        case .v6: high == 0 && (low == 1 || low >> 24 == 0xffff7f)
        }
    }

    /// The same, as version 4 where it is such an address in version 6 clothes (::ffff:192.0.2.1, RFC 4291 §2.5.5.2).
    public var plain: SocketAddress {
        guard family == .v6, high == 0, low >> 32 == 0xffff else { return self }
        return SocketAddress(.v4, high: 0, low: low & 0xffff_ffff, scope: 0, port: port)
    }

    /// The address bit by bit: 32 or 128.
    var bits: [Bool] {
        let count = family == .v4 ? 32 : 128
        return (0..<count).reversed().map { place in
            place < 64 ? low >> UInt64(place) & 1 == 1 : high >> UInt64(place - 64) & 1 == 1
        }
    }

    /// The same address with another port.
    public func with(port: UInt16) -> SocketAddress {
        SocketAddress(family, high: high, low: low, scope: scope, port: port)
    }
}

extension SocketAddress: CustomStringConvertible {
    public var description: String {
        switch family {
        case .v4: "\(host):\(port)"
        case .v6: "[\(host)]:\(port)"
        }
    }
}

// MARK: In the operating system's words

extension SocketAddress {
    /// AF_INET or AF_INET6.
    var systemFamily: Int32 { family == .v4 ? AF_INET : AF_INET6 }

    /// Reads what the operating system wrote; nil for another family of addresses.
    init?(_ address: UnsafePointer<sockaddr>, length: socklen_t) {
        let bytes = UnsafeRawBufferPointer(start: address, count: Int(length))
        switch Int32(address.pointee.sa_family) {
        case AF_INET where bytes.count >= MemoryLayout<sockaddr_in>.size:
            let v4 = bytes.loadUnaligned(as: sockaddr_in.self)
            let number = UInt64(UInt32(bigEndian: v4.sin_addr.s_addr))
            self.init(.v4, high: 0, low: number, scope: 0, port: UInt16(bigEndian: v4.sin_port))
        case AF_INET6 where bytes.count >= MemoryLayout<sockaddr_in6>.size:
            let v6 = bytes.loadUnaligned(as: sockaddr_in6.self)
            self.init(v6.sin6_addr, scope: v6.sin6_scope_id, port: UInt16(bigEndian: v6.sin6_port))
        default:
            return nil
        }
    }

    /// Reads what a call of the operating system writes; nil when the call fails or the address is of another family.
    static func ofSystem(
        _ call: (UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> Int32
    ) -> SocketAddress? {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        return withUnsafeMutablePointer(to: &storage) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                call(address, &length) == 0 ? SocketAddress(address, length: length) : nil
            }
        }
    }

    /// Lends the address in the form that calls to the operating system take.
    func withSystemAddress<R>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> R) -> R {
        switch family {
        case .v4:
            var v4 = sockaddr_in()
            v4.sin_family = sa_family_t(AF_INET)
            v4.sin_port = port.bigEndian
            v4.sin_addr.s_addr = UInt32(truncatingIfNeeded: low).bigEndian
            return Self.lend(v4, body)
        case .v6:
            var v6 = sockaddr_in6()
            v6.sin6_family = sa_family_t(AF_INET6)
            v6.sin6_port = port.bigEndian
            v6.sin6_scope_id = scope
            withUnsafeMutableBytes(of: &v6.sin6_addr) { bytes in
                bytes.storeBytes(of: high.bigEndian, toByteOffset: 0, as: UInt64.self)
                bytes.storeBytes(of: low.bigEndian, toByteOffset: 8, as: UInt64.self)
            }
            return Self.lend(v6, body)
        }
    }

    private static func lend<A, R>(_ address: A, _ body: (UnsafePointer<sockaddr>, socklen_t) -> R) -> R {
        withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(MemoryLayout<A>.size)) }
        }
    }
}
