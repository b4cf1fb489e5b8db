import Foundation

/// Where a program prints what it was asked for, what is wrong with its settings, and its log.
struct Console: Sendable {
    /// Prints a line that was asked for.
    var print: @Sendable (String) -> Void
    /// Prints a line about what is wrong.
    var complain: @Sendable (String) -> Void
    /// Takes the log.
    var log: LogSink

    /// Standard output and standard error.
    static let standard = Console(
        print: { text in
            // Nobody may be reading any more, as in `portico-auth --help | head -1`; that is no failure of ours.
            try? FileHandle.standardOutput.write(contentsOf: Data("\(text)\n".utf8))
        },
        complain: { text in
            try? FileHandle.standardError.write(contentsOf: Data("\(text)\n".utf8))
        },
        log: .standardError
    )
}
