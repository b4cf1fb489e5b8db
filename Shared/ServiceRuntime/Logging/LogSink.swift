/// Where lines of the log go.
public struct LogSink: Sendable {
    private let take: @Sendable (String) -> Void
    private let finish: @Sendable (Duration) -> Void

    /// Makes a sink of a function that takes whole lines, newline included, and returns at once.
    public init(_ take: @escaping @Sendable (String) -> Void) {
        self.take = take
        finish = { _ in }
    }

    init(_ writer: BackgroundWriter) {
        take = { writer.write($0) }
        finish = { writer.flush(within: $0) }
    }

    /// The program's standard error, written by a thread of its own.
    public static let standardError = LogSink(BackgroundWriter(descriptor: 2))

    /// Takes a line.
    func write(_ line: String) {
        take(line)
    }

    /// Waits until the lines taken so far are written; it holds up its thread, so it belongs at a program's very end.
    func flush(within limit: Duration) {
        finish(limit)
    }
}
