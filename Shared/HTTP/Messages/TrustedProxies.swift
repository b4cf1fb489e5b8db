public import Network

/// The proxies that are believed when they say from where a request came.
///
/// They say it by `X-Forwarded-For`, and by that alone: of two headers that could say it, a proxy sets one and hands on
/// whatever a visitor wrote into the other. Each proxy adds at the end whom it was asked by, so the list is read from
/// there: the last address that is not a trusted proxy's is the visitor's, and what stands before it is hearsay.
public struct TrustedProxies: Sendable, Hashable {
    /// The most proxies that a request may have come through.
    public static let longestWay = 16

    /// What is known of where a request came from.
    public enum Origin: Sendable, Hashable {
        /// The other side of the connection, and nobody says otherwise.
        case direct
        /// A trusted proxy names this visitor.
        case forwarded(SocketAddress)
        /// Whoever says otherwise is not trusted.
        case forged
        /// A trusted proxy says otherwise in a way that cannot be read.
        case unreadable
    }

    /// No proxy is believed.
    public static let nobody = TrustedProxies(ranges: [])

    private let ranges: [AddressRange]

    private init(ranges: [AddressRange]) {
        self.ranges = ranges
    }

    /// Reads addresses and ranges, separated by commas; nil where one of them is neither.
    public init?(_ text: String) {
        var ranges: [AddressRange] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            guard let range = AddressRange(part.drop { $0 == " " }.trimmingSuffix { $0 == " " }) else { return nil }
            ranges.append(range)
        }
        self.init(ranges: ranges)
    }

    /// Whether this is one of them.
    public func contains(_ address: SocketAddress) -> Bool {
        ranges.contains { $0.contains(address) }
    }

    /// Where a request came from, by its connection and its headers.
    public func origin(of request: HTTPRequest) -> Origin {
        let fields = request.headers.all("X-Forwarded-For")
        guard !fields.isEmpty else { return .direct }
        guard let proxy = request.remoteAddress, contains(proxy) else { return .forged }
        // Several fields are one list in their order (RFC 9110 §5.3).
        let list = fields.flatMap { $0.split(separator: ASCII.comma, omittingEmptySubsequences: false) }
        var visitor: SocketAddress?
        for entry in list.reversed().prefix(Self.longestWay) {
            guard let address = Self.address(ASCII.trimmed(entry)) else { return .unreadable }
            guard contains(address) else { return .forwarded(address) }
            visitor = address
        }
        // Trusted to its beginning: one of the proxies asks for itself.
        guard list.count <= Self.longestWay, let visitor else { return .unreadable }
        return .forwarded(visitor)
    }

    /// One entry: an address, some proxies write its port too.
    private static func address(_ entry: ArraySlice<UInt8>) -> SocketAddress? {
        let text = String(decoding: entry, as: UTF8.self)
        if let address = SocketAddress(numericHost: text, port: 0) { return address.plain }
        if let address = SocketAddress(text) { return address.plain.with(port: 0) }
        // In brackets without a port.
        guard text.hasPrefix("["), text.hasSuffix("]") else { return nil }
        return SocketAddress("\(text):0")?.plain
    }
}

extension Substring {
    /// Without the characters at its end that satisfy a condition.
    fileprivate func trimmingSuffix(_ isTrimmed: (Character) -> Bool) -> Substring {
        var rest = self
        while let last = rest.last, isTrimmed(last) { rest.removeLast() }
        return rest
    }
}
