/// Percent-encoding (RFC 3986 §2.1), read strictly: every `%` is followed by two hexadecimal digits.
public enum PercentEncoding {
    /// The bytes that a text stands for, or nil where a `%` is not followed by two hexadecimal digits; in forms, `+` is a
    /// space too.
    static func decode(_ text: ArraySlice<UInt8>, plusIsSpace: Bool = false) -> [UInt8]? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count)
        var index = text.startIndex
        while index < text.endIndex {
            let byte = text[index]
            if byte == ASCII.percent {
                guard text.endIndex - index > 2, let high = ASCII.hexValue(text[index + 1]),
                    let low = ASCII.hexValue(text[index + 2])
                else { return nil }
                bytes.append(high << 4 | low)
                index += 3
            } else {
                bytes.append(byte == ASCII.plus && plusIsSpace ? ASCII.space : byte)
                index += 1
            }
        }
        return bytes
    }

    /// Whether every `%` of a text is followed by two hexadecimal digits.
    static func isWellFormed(_ text: ArraySlice<UInt8>) -> Bool {
        var index = text.startIndex
        while index < text.endIndex {
            if text[index] == ASCII.percent {
                guard text.endIndex - index > 2, ASCII.hexValue(text[index + 1]) != nil,
                    ASCII.hexValue(text[index + 2]) != nil
                else { return false }
                index += 2
            }
            index += 1
        }
        return true
    }

    /// A text as one segment of a path or one value of a query: all but letters, digits and `-._~` is encoded.
    public static func encode(_ text: String) -> String {
        var encoded: [UInt8] = []
        for byte in text.utf8 {
            if ASCII.isLetter(byte) || ASCII.isDigit(byte) || "-._~".utf8.contains(byte) {
                encoded.append(byte)
            } else {
                encoded += [ASCII.percent, upperHex(byte >> 4), upperHex(byte & 15)]
            }
        }
        return String(decoding: encoded, as: UTF8.self)
    }

    private static func upperHex(_ value: UInt8) -> UInt8 {
        value < 10 ? value + 48 : value + 55
    }
}
