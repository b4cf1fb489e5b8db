import Foundation
import Glibc
import Synchronization

/// A program that a test starts, which ends with the test process at the latest, however that one ends.
///
/// Between the two stands a small script. It starts the program in a session of its own, so that Ctrl-C in a
/// terminal reaches the tests and not the program, and reads from a pipe whose other end only this process holds: when
/// the pipe closes, by `stop()`, by `exit` or by a crash, it ends the program and everything in its process group.
public final class LeashedProcess: Sendable {
    /// How the program is asked to end before it is killed.
    public enum Farewell: String, Sendable {
        /// What our own programs and most others take as a wish to stop.
        case terminate = "TERM"
        /// What PostgreSQL takes as a fast shutdown.
        case interrupt = "INT"
    }

    /// The program's name, for messages.
    public let name: String
    /// The file that holds all that it wrote to standard output and standard error.
    public let outputPath: String

    private let leash: FileHandle
    private let exit: ExitWatch

    /// Starts a program.
    ///
    /// - Parameters:
    ///   - program: Its path, or a name to be found on the PATH.
    ///   - arguments: What follows its name.
    ///   - environment: Its whole environment; nil hands on this process's.
    ///   - folder: The folder it works in.
    ///   - outputPath: The file that takes its output; nil makes one that is erased at the end.
    ///   - farewell: How it is asked to end.
    /// - Returns: The program, which may still end at once.
    /// - Throws: What Foundation throws when a process cannot be started.
    public static func start(
        _ program: String,
        _ arguments: [String] = [],
        environment: [String: String]? = nil,
        in folder: String = "/",
        outputPath: String? = nil,
        farewell: Farewell = .terminate
    ) throws -> LeashedProcess {
        try LeashedProcess(program, arguments, environment, folder, outputPath, farewell)
    }

    private init(
        _ program: String,
        _ arguments: [String],
        _ environment: [String: String]?,
        _ folder: String,
        _ outputPath: String?,
        _ farewell: Farewell
    ) throws {
        name = program.split(separator: "/").last.map(String.init) ?? program
        let path = try outputPath ?? TemporaryFolder.shared.file(named: "\(name)-\(UUID().uuidString.prefix(8)).log")
        if !FileManager.default.fileExists(atPath: path) {
            _ = FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600])
        }
        self.outputPath = path
        let output = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        try output.seekToEnd()

        // Writing to the leash of a program that has just ended must fail, and not end the tests.
        _ = Glibc.signal(SIGPIPE, SIG_IGN)
        let script = Process()
        script.executableURL = URL(fileURLWithPath: "/bin/bash")
        script.arguments = ["-c", Self.script, "leash", farewell.rawValue, program] + arguments
        script.currentDirectoryURL = URL(fileURLWithPath: folder)
        if let environment { script.environment = environment }
        let pipe = Pipe()
        script.standardInput = pipe
        script.standardOutput = output
        script.standardError = output
        let exit = ExitWatch()
        script.terminationHandler = { exit.report($0.terminationStatus) }
        try Self.withoutBlockedSignals { try script.run() }
        try pipe.fileHandleForReading.close()
        try output.close()
        leash = pipe.fileHandleForWriting
        self.exit = exit
    }

    /// Whether it has not ended yet.
    public var isRunning: Bool { exit.status == nil }

    /// Waits until it has ended, and gives its exit code: 128 and the signal's number where a signal ended it.
    @discardableResult
    public func waitUntilExit() async -> Int32 {
        await exit.wait()
    }

    /// Asks it to end, waits until it has, and gives its exit code; after ten seconds it is killed.
    @discardableResult
    public func stop() async -> Int32 {
        try? leash.close()
        return await waitUntilExit()
    }

    /// Sends a signal, named as in `KILL` or `STOP`, to the program and its process group.
    ///
    /// It arrives a moment later. A program that has ended gets nothing.
    public func signal(_ name: String) {
        guard isRunning else { return }
        try? leash.write(contentsOf: Data("\(name)\n".utf8))
    }

    /// Kills it at once and waits until it is gone, as when a machine loses power.
    @discardableResult
    public func kill() async -> Int32 {
        signal("KILL")
        return await waitUntilExit()
    }

    /// All that it has written so far.
    public var output: String {
        (try? String(contentsOfFile: outputPath, encoding: .utf8)) ?? ""
    }

    /// Runs code on this thread while it blocks no signal.
    ///
    /// The threads that run Swift's tasks block nearly all of them, a new process inherits that, and a shell that never
    /// hears of a child's end waits for it for ever.
    static func withoutBlockedSignals<Result>(_ body: () throws -> Result) rethrows -> Result {
        var none = sigset_t()
        var before = sigset_t()
        sigemptyset(&none)
        pthread_sigmask(SIG_SETMASK, &none, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        return try body()
    }

    /// The script that stands between: its first argument is the signal that asks for an end, the rest the command.
    ///
    /// Signals to pass on come as lines; the end of input means that whoever held the leash let go, or is no more.
    private static let script = """
        farewell=$1; shift
        exec 3<&0 </dev/null
        (
            # Foundation notices the script's end by a socket that closes; the program must not hold it open.
            for open in /proc/"$BASHPID"/fd/*; do
                number=${open##*/}
                if [ "$number" -gt 2 ]; then eval "exec $number>&-"; fi
            done
            exec env --default-signal=PIPE setsid "$@"
        ) &
        child=$!
        # Until setsid has done its work there is no such group yet, and the child alone is signalled.
        send() { kill -s "$1" -- "-$child" || kill -s "$1" "$child"; }
        (
            while read -r signal <&3; do send "$signal"; done
            send "$farewell"; send CONT
            tries=0
            while send 0 && [ $tries -lt 100 ]; do sleep 0.1; tries=$((tries + 1)); done
            send KILL
        ) 2>/dev/null >&2 &
        watcher=$!
        trap : INT TERM HUP
        wait "$child"; status=$?
        while kill -0 "$child" 2>/dev/null; do wait "$child"; status=$?; done
        kill -s KILL -- "-$child" 2>/dev/null
        kill "$watcher" 2>/dev/null
        exit $status
        """
}

/// Remembers how a process ended, and wakes those who wait for that.
private final class ExitWatch: Sendable {
    private struct State {
        var status: Int32?
        var waiting: [CheckedContinuation<Int32, Never>] = []
    }

    private let state = Mutex(State())

    var status: Int32? { state.withLock { $0.status } }

    func report(_ status: Int32) {
        let waiting = state.withLock { state in
            state.status = status
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume(returning: status) }
    }

    func wait() async -> Int32 {
        await withCheckedContinuation { continuation in
            let known = state.withLock { state in
                if state.status == nil { state.waiting.append(continuation) }
                return state.status
            }
            if let known { continuation.resume(returning: known) }
        }
    }
}
