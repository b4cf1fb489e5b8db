/// Tells one state of a file from every other (RFC 9110 §8.8.3), and answers whether a client has it already.
struct EntityTag: Sendable, Equatable {
    /// The tag with its quotes.
    let text: String

    /// Makes a strong tag of a file's content.
    init(of bytes: [UInt8]) {
        text = "\"\(Fingerprint.of(bytes))\""
    }

    /// Whether `If-None-Match` names this state, so that the answer is 304 (§13.1.2, with the weak comparison).
    func isNamed(in headers: ReceivedHeaders) -> Bool {
        headers.all("If-None-Match").contains { value in
            if value.elementsEqual("*".utf8) { return true }
            return value.split(separator: ASCII.comma).contains { candidate in
                var candidate = ASCII.trimmed(candidate)
                if candidate.starts(with: "W/".utf8) { candidate = candidate.dropFirst(2) }
                return candidate.elementsEqual(text.utf8)
            }
        }
    }
}

/// A short name for a file's content.
///
/// It tells our own files apart and is no protection against anybody.
enum Fingerprint {
    /// FNV-1a of 64 bits, begun once from its own offset and once from the length, as 32 hexadecimal digits.
    static func of(_ bytes: [UInt8]) -> String {
        hex(fnv(bytes, from: 0xcbf2_9ce4_8422_2325))
            + hex(fnv(bytes, from: 0x9e37_79b9_7f4a_7c15 ^ UInt64(bytes.count)))
    }

    private static func fnv(_ bytes: [UInt8], from offset: UInt64) -> UInt64 {
        bytes.reduce(offset) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    }

    private static func hex(_ number: UInt64) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
