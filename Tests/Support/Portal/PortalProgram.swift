import Foundation
import Synchronization

/// One of the portal's programs, which a test starts, kills, holds up and starts again, without the others.
public final class PortalProgram: Sendable {
    /// Which of the five.
    public enum Name: String, Sendable, CaseIterable, CustomStringConvertible {
        case auth, mfa, profile, apps, gateway

        public var description: String { rawValue }
        /// The four that keep facts.
        public static let services: [Name] = [.auth, .mfa, .profile, .apps]
    }

    /// Which of the five it is.
    public let name: Name
    private let environment: [String: String]
    private let state = Mutex<(process: LeashedProcess?, before: [LeashedProcess])>((nil, []))

    init(_ name: Name, _ environment: [String: String]) {
        self.name = name
        self.environment = environment
    }

    /// Starts it, with the settings that it always has.
    ///
    /// - Throws: What Foundation throws when a process cannot be started.
    public func start() throws {
        let process = try LeashedProcess.start(Package.program("portico-\(name)"), environment: environment)
        state.withLock { state in
            if let ended = state.process { state.before.append(ended) }
            state.process = process
        }
    }

    /// Whether it runs; also while it is held up.
    public var isRunning: Bool { state.withLock { $0.process }?.isRunning ?? false }

    /// Kills it (SIGKILL), and waits until it is gone.
    public func kill() async {
        await state.withLock { $0.process }?.kill()
    }

    /// Holds it up (SIGSTOP): its connections stand, and nobody answers on them.
    public func pause() {
        state.withLock { $0.process }?.signal("STOP")
    }

    /// Lets it go on (SIGCONT).
    public func resume() {
        state.withLock { $0.process }?.signal("CONT")
    }

    /// Asks it to stop (SIGTERM), waits, and gives its exit code.
    @discardableResult
    public func stop() async -> Int32? {
        await state.withLock { $0.process }?.stop()
    }

    /// What it has written since it was last started.
    public var output: String { state.withLock { $0.process }?.output ?? "" }

    /// What it has written since it was first started.
    public var wholeOutput: String {
        state.withLock { $0.before + ($0.process.map { [$0] } ?? []) }.map(\.output).joined()
    }
}
