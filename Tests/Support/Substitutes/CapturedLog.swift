public import ServiceRuntime
import Synchronization

/// Keeps what is logged, so that a test can read it.
public final class CapturedLog: Sendable {
    private let captured = Mutex<[String]>([])

    /// Makes an empty one.
    public init() {}

    /// A log that writes here, down to the last detail.
    public func log(program: String = "test", format: Log.Format = .text, level: Log.Level = .debug) -> Log {
        Log(program: program, format: format, level: level, sink: sink)
    }

    /// What a log can write to.
    public var sink: LogSink {
        LogSink { line in self.captured.withLock { $0.append(line) } }
    }

    /// The lines so far, without their line ends.
    public var lines: [String] {
        captured.withLock { $0.map { String($0.dropLast()) } }
    }

    /// All of it as one text.
    public var text: String { captured.withLock { $0.joined() } }
}
