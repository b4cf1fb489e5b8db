import Foundation

/// A whole program: reads its settings, runs, and ends with an exit code that says how it went.
///
/// ```swift
/// await Program("portico-auth", "Who you are: accounts, passwords, sessions.", AuthSettings.self) { settings, context in
///     …
///     try await context.run([pool, server])
/// }.main()
/// ```
///
/// Wrong settings are all told at once, by name, and end it with 78; any other failure to start is one line and 1.
public struct Program<S: Settings>: Sendable {
    /// How long stopping may take.
    public static var stoppingLimit: Duration { .seconds(10) }

    let name: String
    let summary: String
    let commands: [Command<S>]
    let body: @Sendable (S, ProgramContext) async throws -> Void

    /// Describes a program.
    ///
    /// - Parameters:
    ///   - name: The name of its binary, which also stands in its log.
    ///   - summary: One sentence for `--help`.
    ///   - settings: Everything it can be told.
    ///   - commands: What it does besides running.
    ///   - body: Makes its services and hands them to `context.run`. A signal cancels its task.
    public init(
        _ name: String,
        _ summary: String,
        _ settings: S.Type,
        commands: [Command<S>] = [],
        body: @escaping @Sendable (_ settings: S, _ context: ProgramContext) async throws -> Void
    ) {
        self.name = name
        self.summary = summary
        self.commands = commands
        self.body = body
    }

    /// Runs the program with the process's arguments, environment and signals, and ends the process.
    public func main() async -> Never {
        ProcessPreparation.prepare()
        let status = await start(
            arguments: Array(CommandLine.arguments.dropFirst()),
            environment: ProcessInfo.processInfo.environment,
            console: .standard,
            signals: terminationSignals()
        )
        LogSink.standardError.flush(within: .seconds(1))
        // Without the libraries' own tidying up: a thread that is still connecting to the database may be inside OpenSSL,
        // which must not be taken down around it.
        // What a command printed may still be buffered, where it goes into a file or a pipe.
        fflush(nil)
        _exit(status.code)
    }

    /// Does what the command line asks for.
    func start(
        arguments: [String],
        environment: [String: String],
        console: Console,
        signals: AsyncStream<String>
    ) async -> ExitStatus {
        let command = arguments.first ?? "run"
        switch command {
        case "--help", "-h", "help":
            console.print(help)
            return .success
        case "--version":
            console.print("\(name) \(Release.version)")
            return .success
        case "run", "check-settings", "print-settings":
            if arguments.count > 1 { return misunderstood(arguments[1], console) }
        default:
            if !commands.contains(where: { $0.name == command }) { return misunderstood(command, console) }
        }

        let values: SettingValues
        let settings: S
        let common: CommonSettings
        do {
            values = try SettingValues(of: CommonSettings.all + S.all, in: environment)
            common = try CommonSettings(values)
            settings = try S(values)
        } catch {
            console.complain("\(name): \(error)")
            return .wrongSettings
        }

        switch command {
        case "check-settings":
            console.print("The settings of \(name) are in order.")
            return .success
        case "print-settings":
            console.print(values.listing)
            return .success
        default:
            let context = ProgramContext(
                log: Log(program: name, format: common.logFormat, level: common.logLevel, sink: console.log),
                metrics: Metrics(),
                clock: SystemClock(),
                common: common,
                stoppingLimit: Self.stoppingLimit
            )
            return await work(on: command, Array(arguments.dropFirst()), settings, context, signals)
        }
    }

    private func work(
        on command: String,
        _ arguments: [String],
        _ settings: S,
        _ context: ProgramContext,
        _ signals: AsyncStream<String>
    ) async -> ExitStatus {
        let interruptible = InterruptibleWork(log: context.log, stoppingLimit: context.stoppingLimit)
        return await interruptible.run(until: signals) {
            if let other = commands.first(where: { $0.name == command }) {
                return try await other.body(settings, arguments, context)
            }
            ProcessMetrics.register(in: context.metrics, now: context.clock.now)
            try await body(settings, context)
            return .success
        }
    }

    private func misunderstood(_ word: String, _ console: Console) -> ExitStatus {
        console.complain("\(name): there is no command or option like that: \(word.prefix(40)). See \(name) --help.")
        return .wrongUsage
    }
}

/// Which release of Portico this is.
public enum Release {
    /// The version, as `--version` prints it.
    public static let version = "0.1.0"
}
