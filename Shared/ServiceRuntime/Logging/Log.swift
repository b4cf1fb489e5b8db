/// Tells those who run a program what it does, one line at a time.
///
/// A log call never waits for a disk or a terminal: lines go to a ``LogSink`` that writes them elsewhere. A message is a
/// fixed sentence; what differs from line to line goes into fields, so that lines can be searched and counted. Secrets
/// stay out of both: a ``Secret`` prints as `<secret>`.
public struct Log: Sendable {
    /// How much a line matters.
    public enum Level: String, Sendable, CaseIterable, Comparable {
        /// For whoever looks for a fault.
        case debug
        /// What is done, in the ordinary course of things.
        case info
        /// What an administrator should see once: started, stopped, applied a migration.
        case notice
        /// Something is wrong, and the program copes.
        case warning
        /// Something was not done that should have been.
        case error

        /// Whether the first matters less than the second.
        public static func < (first: Level, second: Level) -> Bool {
            first.rank < second.rank
        }

        private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
    }

    /// What a line looks like.
    public enum Format: String, Sendable, CaseIterable {
        /// For people: time, level, program, message, `key=value`.
        case text
        /// For machines: one JSON object a line.
        case json
    }

    /// A log that nobody reads.
    public static let silent = Log(program: "", sink: LogSink { _ in })

    private let program: String
    private let format: Format
    private let level: Level
    private let fields: [(key: String, value: String)]
    private let sink: LogSink
    private let clock: any WallClock

    /// Makes a log; lines below its level are left out.
    public init(
        program: String,
        format: Format = .text,
        level: Level = .info,
        sink: LogSink = .standardError,
        clock: any WallClock = SystemClock()
    ) {
        self.init(program: program, format: format, level: level, fields: [], sink: sink, clock: clock)
    }

    private init(
        program: String,
        format: Format,
        level: Level,
        fields: [(key: String, value: String)],
        sink: LogSink,
        clock: any WallClock
    ) {
        self.program = program
        self.format = format
        self.level = level
        self.fields = fields
        self.sink = sink
        self.clock = clock
    }

    /// The same log with fields that every line will carry.
    public func with(_ fields: KeyValuePairs<String, String>) -> Log {
        Log(
            program: program,
            format: format,
            level: level,
            fields: self.fields + fields.map { ($0.key, $0.value) },
            sink: sink,
            clock: clock
        )
    }

    /// Says something for whoever looks for a fault.
    public func debug(_ message: @autoclosure () -> String, _ fields: KeyValuePairs<String, String> = [:]) {
        write(.debug, message, fields)
    }

    /// Says what is done, in the ordinary course of things.
    public func info(_ message: @autoclosure () -> String, _ fields: KeyValuePairs<String, String> = [:]) {
        write(.info, message, fields)
    }

    /// Says what an administrator should see once.
    public func notice(_ message: @autoclosure () -> String, _ fields: KeyValuePairs<String, String> = [:]) {
        write(.notice, message, fields)
    }

    /// Says that something is wrong with which the program copes.
    public func warning(_ message: @autoclosure () -> String, _ fields: KeyValuePairs<String, String> = [:]) {
        write(.warning, message, fields)
    }

    /// Says that something was not done that should have been.
    public func error(_ message: @autoclosure () -> String, _ fields: KeyValuePairs<String, String> = [:]) {
        write(.error, message, fields)
    }

    /// Whether a line of a level would be written, for callers whose fields are costly to make.
    public func writes(_ level: Level) -> Bool {
        level >= self.level
    }

    private func write(_ level: Level, _ message: () -> String, _ fields: KeyValuePairs<String, String>) {
        guard writes(level) else { return }
        let line = LogLine(
            time: clock.now,
            level: level,
            program: program,
            message: message(),
            fields: self.fields + fields.map { ($0.key, $0.value) }
        )
        sink.write(line.rendered(as: format))
    }
}
