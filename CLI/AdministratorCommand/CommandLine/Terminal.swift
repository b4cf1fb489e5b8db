import Dispatch
import Foundation

/// Where the command prints, complains and asks.
struct Terminal: Sendable {
    /// Prints what was asked for.
    var print: @Sendable (String) -> Void
    /// Prints what is wrong, and what is worth knowing besides.
    var complain: @Sendable (String) -> Void
    /// Asks a question that is answered by yes or no; nil where there is nobody to ask.
    var confirm: @Sendable (String) async -> Bool?

    /// Standard input, output and error.
    static let standard = Terminal(
        print: { text in
            // Nobody may be reading any more, as in `portico user list | head -1`; that is no failure of ours.
            try? FileHandle.standardOutput.write(contentsOf: Data("\(text)\n".utf8))
        },
        complain: { text in
            try? FileHandle.standardError.write(contentsOf: Data("\(text)\n".utf8))
        },
        confirm: { question in
            guard isatty(STDIN_FILENO) == 1, isatty(STDERR_FILENO) == 1 else { return nil }
            try? FileHandle.standardError.write(contentsOf: Data("\(question) [y/N] ".utf8))
            // A person takes their time, and a thread of Swift's tasks must not wait for them.
            let answer = await withCheckedContinuation { continuation in
                DispatchQueue.global().async { continuation.resume(returning: readLine()) }
            }
            return ["y", "yes"].contains(answer?.lowercased())
        }
    )
}

/// Writes values as JSON for programs: keys in order, indented, dates in ISO 8601.
enum JSONText {
    static func of(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .iso8601
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }
}
