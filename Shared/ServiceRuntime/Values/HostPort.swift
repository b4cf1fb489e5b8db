/// A host and a port, as settings give them: `127.0.0.1:8080`, `[::1]:8080`, `auth:7001`.
public struct HostPort: Sendable, Hashable, CustomStringConvertible {
    /// A name or an address, without brackets.
    public let host: String
    /// From 0 to 65535, where 0 means any that is free.
    public let port: Int

    /// Longer names are no host names (RFC 1035 §2.3.4).
    public static let longestHost = 253

    /// Puts a host and a port together.
    public init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    /// Reads `host:port`, with an IPv6 address in brackets; anything else is nil.
    public init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":") else { return nil }
        var host = text[..<colon]
        let digits = text[text.index(after: colon)...]
        guard (1...5).contains(digits.utf8.count), digits.utf8.allSatisfy({ (48...57).contains($0) }),
            let port = Int(digits), port <= 65535
        else { return nil }

        let isBracketed = host.hasPrefix("[") && host.hasSuffix("]")
        if isBracketed { host = host.dropFirst().dropLast() }
        guard host.contains(":") == isBracketed, !host.isEmpty, host.utf8.count <= Self.longestHost,
            host.utf8.allSatisfy(Self.isAllowed)
        else { return nil }
        self.init(host: String(host), port: port)
    }

    /// The form that settings use.
    public var description: String {
        host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    }

    /// Letters, digits, and `-` `.` `_` `:` `%` (the last for an IPv6 zone).
    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case 48...57, 65...90, 97...122: true
        default: "-._:%".utf8.contains(byte)
        }
    }
}
