/// The one format of every key file: a line `<key id> <32 bytes in Base64URL>` for each key.
///
/// The first line is the current key; the others are older ones, still good for opening or verifying, so that a key is
/// rotated by writing a new line above the old. Empty lines and lines that start with `#` say nothing. The id is
/// computed from the key, so a line that was cut or mistyped is found when it is read and not when it is needed.
enum KeyText {
    struct Line: Sendable {
        let number: Int
        let id: [UInt8]
        let key: [UInt8]
    }

    /// The length of every key, in bytes.
    static let keyByteCount = 32
    /// The bytes of an id; it is written as twice as many digits.
    static let idByteCount = 4
    /// The most keys that one file may hold.
    static let keyLimit = 32
    /// The most text that is read at all, in bytes.
    static let textLimit = 16 * 1024

    /// Reads every line, at least one; throws what is wrong and on which line, never what it says.
    static func parse(_ text: String) throws(KeyTextError) -> [Line] {
        guard text.utf8.count <= textLimit else { throw KeyTextError(.tooLong) }
        var lines: [Line] = []
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            let fields = line.split { $0 == " " || $0 == "\t" }
            guard let first = fields.first, !first.hasPrefix("#") else { continue }
            let number = index + 1
            guard fields.count == 2, let id = Hex.decode(first), id.count == idByteCount else {
                throw KeyTextError(.notAKeyLine, line: number)
            }
            guard let key = Base64URL.decode(fields[1]), key.count == keyByteCount else {
                throw KeyTextError(.notAKey, line: number)
            }
            guard !lines.contains(where: { $0.id == id }) else { throw KeyTextError(.repeatedKey, line: number) }
            guard lines.count < keyLimit else { throw KeyTextError(.tooManyKeys, line: number) }
            lines.append(Line(number: number, id: id, key: key))
        }
        guard !lines.isEmpty else { throw KeyTextError(.noKey) }
        return lines
    }

    /// One line, with its end.
    static func write(id: [UInt8], key: [UInt8]) -> String {
        "\(Hex.encode(id)) \(Base64URL.encode(key))\n"
    }

    /// The id of a key: the first bytes of a hash, which tells nothing of a key that is random.
    static func id(of key: [UInt8], purpose: String) -> [UInt8] {
        Array(SHA256.hash(Array("portico \(purpose) key id:".utf8) + key).prefix(idByteCount))
    }
}

/// Why the text of a key file was refused; it says where, and never repeats what is written there.
public struct KeyTextError: Error, Equatable, CustomStringConvertible {
    /// What is wrong.
    public enum Problem: String, Sendable {
        case noKey = "holds no key"
        case tooLong = "is longer than any key file"
        case tooManyKeys = "is one key too many"
        case notAKeyLine = "is not a key id, a space and a key"
        case notAKey = "does not hold 32 bytes in Base64URL"
        case wrongID = "has an id that is not its key's: was it cut or mistyped?"
        case repeatedKey = "repeats a key"
    }

    /// What is wrong.
    public let problem: Problem
    /// Where it is wrong, counted from 1; `nil` when it concerns the whole text.
    public let line: Int?

    init(_ problem: Problem, line: Int? = nil) {
        self.problem = problem
        self.line = line
    }

    public var description: String {
        if let line { "line \(line) \(problem.rawValue)" } else { "the key text \(problem.rawValue)" }
    }
}
