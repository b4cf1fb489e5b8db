/// Base32 as authenticator apps read it: upper case, RFC 4648 §6, without padding.
public enum Base32 {
    /// The text of these bytes: only `A–Z` and `2–7`.
    public static func encode(_ bytes: some Sequence<UInt8>) -> String {
        var text: [UInt8] = []
        var bits: UInt32 = 0
        var bitCount = 0
        for byte in bytes {
            bits = bits << 8 | UInt32(byte)
            bitCount += 8
            while bitCount >= 5 {
                bitCount -= 5
                text.append(symbol(UInt8(bits >> UInt32(bitCount) & 0x1F)))
            }
        }
        if bitCount > 0 { text.append(symbol(UInt8(bits << UInt32(5 - bitCount) & 0x1F))) }
        return String(decoding: text, as: UTF8.self)
    }

    /// The bytes of this text, or `nil` where it is not exactly what `encode` would write.
    ///
    /// Lower case, padding and white space are refused: who reads what people type tidies it first.
    public static func decode(_ text: some StringProtocol) -> [UInt8]? {
        var bytes: [UInt8] = []
        var bits: UInt32 = 0
        var bitCount = 0
        for symbol in text.utf8 {
            guard let value = value(of: symbol) else { return nil }
            bits = bits << 5 | UInt32(value)
            bitCount += 5
            if bitCount >= 8 {
                bitCount -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(bitCount)))
            }
        }
        // Five spare bits or more would be a symbol that carries nothing; fewer must be zero (RFC 4648 §3.5).
        guard bitCount < 5, bits & (1 << UInt32(bitCount) - 1) == 0 else { return nil }
        return bytes
    }

    private static func symbol(_ value: UInt8) -> UInt8 {
        value < 26 ? UInt8(ascii: "A") + value : UInt8(ascii: "2") + (value - 26)
    }

    private static func value(of symbol: UInt8) -> UInt8? {
        switch symbol {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): symbol - UInt8(ascii: "A")
        case UInt8(ascii: "2")...UInt8(ascii: "7"): symbol - UInt8(ascii: "2") + 26
        default: nil
        }
    }
}
