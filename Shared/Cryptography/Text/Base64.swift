/// Base64 without padding, in any of its alphabets (RFC 4648 §4 and §5).
///
/// Decoding is strict: every string it accepts is the one that encoding its bytes gives, so that two different texts
/// never stand for the same bytes.
struct Base64: Sendable {
    private let symbols: [UInt8]
    private let values: [UInt8]

    /// `A–Z a–z 0–9 + /`, as PHC strings use it.
    static let standard = Base64(lastSymbols: "+/")
    /// `A–Z a–z 0–9 - _`, safe in addresses and file names.
    static let url = Base64(lastSymbols: "-_")

    private static let notASymbol: UInt8 = 0xFF

    private init(lastSymbols: String) {
        symbols = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".utf8) + lastSymbols.utf8
        var values = [UInt8](repeating: Self.notASymbol, count: 256)
        for (value, symbol) in symbols.enumerated() { values[Int(symbol)] = UInt8(value) }
        self.values = values
    }

    func encode(_ bytes: some Sequence<UInt8>) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(bytes.underestimatedCount / 3 * 4 + 4)
        var bits: UInt32 = 0
        var bitCount = 0
        for byte in bytes {
            bits = bits << 8 | UInt32(byte)
            bitCount += 8
            while bitCount >= 6 {
                bitCount -= 6
                text.append(symbols[Int(bits >> UInt32(bitCount) & 0x3F)])
            }
        }
        if bitCount > 0 { text.append(symbols[Int(bits << UInt32(6 - bitCount) & 0x3F)]) }
        return String(decoding: text, as: UTF8.self)
    }

    /// The bytes, or `nil` for padding, white space, foreign symbols, an impossible length or spare bits that are not zero.
    func decode(_ text: some StringProtocol) -> [UInt8]? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count / 4 * 3 + 2)
        var bits: UInt32 = 0
        var bitCount = 0
        for symbol in text.utf8 {
            let value = values[Int(symbol)]
            guard value != Self.notASymbol else { return nil }
            bits = bits << 6 | UInt32(value)
            bitCount += 6
            if bitCount >= 8 {
                bitCount -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(bitCount)))
            }
        }
        // Six spare bits would be a symbol that carries nothing; fewer must be zero (RFC 4648 §3.5).
        guard bitCount < 6, bits & (1 << UInt32(bitCount) - 1) == 0 else { return nil }
        return bytes
    }
}

/// Base64 for addresses, cookies and key files: RFC 4648 §5 without padding.
public enum Base64URL {
    /// The text of these bytes: only letters, digits, `-` and `_`.
    public static func encode(_ bytes: some Sequence<UInt8>) -> String { Base64.url.encode(bytes) }

    /// The bytes of this text, or `nil` where it is not exactly what `encode` would write.
    public static func decode(_ text: some StringProtocol) -> [UInt8]? { Base64.url.decode(text) }
}
