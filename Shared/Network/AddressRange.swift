/// Addresses that begin alike: one alone, or a network such as `10.1.0.0/16` (RFC 4632 §3.1).
public struct AddressRange: Sendable, Hashable, CustomStringConvertible {
    private let first: SocketAddress
    /// How many bits are alike.
    private let length: Int

    /// Reads an address, or an address, a slash and the number of bits that are alike; nil for anything else.
    ///
    /// Bits behind those must be 0: `10.1.2.3/16` is more likely a mistake than a network.
    public init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count <= 2, let address = SocketAddress(numericHost: String(parts[0]), port: 0) else { return nil }
        first = address
        guard parts.count == 2 else {
            length = address.bits.count
            return
        }
        guard (1...3).contains(parts[1].utf8.count), parts[1].utf8.allSatisfy({ (48...57).contains($0) }),
            let length = Int(parts[1]), length <= address.bits.count, parts[1] == "\(length)",
            address.bits.dropFirst(length).allSatisfy({ $0 == false })
        else { return nil }
        self.length = length
    }

    /// Whether an address is one of these; a version 4 address in version 6 clothes counts as what it is.
    public func contains(_ address: SocketAddress) -> Bool {
        let address = address.plain
        let first = first.plain
        guard address.family == first.family else { return false }
        // A range that is written in version 6 clothes has their 96 bits too many.
        let length = self.first.family == first.family ? length : max(0, length - 96)
        return address.bits.prefix(length).elementsEqual(first.bits.prefix(length))
    }

    public var description: String { "\(first.host)/\(length)" }
}
