/// The host and port that a request was sent to, as its `Host` header or its absolute target says (RFC 9110 §7.2).
public struct RequestHost: Sendable, Hashable, CustomStringConvertible {
    /// A name or an address, in lower case; an IPv6 address without its brackets.
    public let name: String
    /// The port, where one was given.
    public let port: Int?

    /// Longer names are no host names (RFC 1035 §2.3.4).
    static let longestName = 253

    /// Reads `name`, `name:port` or `[address]:port`; anything else is nil.
    public init?(_ text: String) {
        self.init(Array(text.utf8)[...])
    }

    init?(_ text: ArraySlice<UInt8>) {
        var name = text
        var port: Int?
        let isBracketed = text.first == UInt8(ascii: "[")
        let colon = text.lastIndex(of: ASCII.colon)
        let bracket = text.lastIndex(of: UInt8(ascii: "]"))
        if let colon, !isBracketed || colon > (bracket ?? text.startIndex) {
            name = text[..<colon]
            let digits = text[(colon + 1)...]
            // `uri-host ":"` with nothing after it is allowed (RFC 3986 §3.2.3), but nobody sends it.
            guard let number = ASCII.number(digits), digits.count <= 5, number <= 65_535 else { return nil }
            port = number
        }
        if isBracketed {
            guard name.last == UInt8(ascii: "]") else { return nil }
            name = name.dropFirst().dropLast()
            guard name.contains(ASCII.colon),
                name.allSatisfy({ ASCII.hexValue($0) != nil || $0 == ASCII.colon || $0 == UInt8(ascii: ".") })
            else { return nil }
        } else {
            guard name.allSatisfy(Self.isNameByte) else { return nil }
        }
        guard !name.isEmpty, name.count <= Self.longestName else { return nil }
        self.name = String(decoding: name.map(ASCII.lowercased), as: UTF8.self)
        self.port = port
    }

    /// Letters, digits, `-`, `.` and `_`: what host names are made of.
    private static func isNameByte(_ byte: UInt8) -> Bool {
        ASCII.isLetter(byte) || ASCII.isDigit(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
            || byte == UInt8(ascii: "_")
    }

    /// The form of the `Host` header.
    public var description: String {
        let host = name.contains(":") ? "[\(name)]" : name
        return port.map { "\(host):\($0)" } ?? host
    }
}
