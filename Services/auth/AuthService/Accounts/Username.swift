/// A username: 1 to 64 characters of a–z, 0–9, dot, hyphen and underscore, beginning with a letter.
struct Username: Hashable, Sendable {
    static let longest = 64

    let text: String

    /// Takes it as it is written; `nil` where it breaks the rule.
    init?(_ text: String) {
        guard (1...Self.longest).contains(text.utf8.count), let first = text.utf8.first, Self.isLetter(first),
            text.utf8.allSatisfy({ Self.isLetter($0) || Self.isOther($0) })
        else { return nil }
        self.text = text
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
    }

    private static func isOther(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || ".-_".utf8.contains(byte)
    }
}
