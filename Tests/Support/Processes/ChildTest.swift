import Foundation

/// A test of this same test program that runs in a process of its own, to be stopped, killed, or to abort.
public enum ChildTest {
    /// Set in the environment of such a process; a test that is only for it returns at once where this is missing.
    private static let mark = "PORTICO_CHILD_TEST"

    /// Whether this process is such a child.
    public static var isChild: Bool { ProcessInfo.processInfo.environment[mark] != nil }

    /// What a child was told under `name`; empty where it was told nothing.
    public static func argument(_ name: String) -> String {
        ProcessInfo.processInfo.environment["\(mark)_\(name)"] ?? ""
    }

    /// Starts `test`, named as in `MessagingTests.ChildServer/testServes`.
    ///
    /// - Throws: What Foundation throws when a process cannot be started.
    public static func start(_ test: String, _ arguments: [String: String] = [:]) throws -> LeashedProcess {
        var environment = ProcessInfo.processInfo.environment
        environment[mark] = "1"
        for (name, value) in arguments { environment["\(mark)_\(name)"] = value }
        let program = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        return try LeashedProcess.start(program, [test], environment: environment)
    }
}
