import Foundation

/// One folder for all that a test process leaves on disk, erased when the process ends, however it ends.
public final class TemporaryFolder: Sendable {
    /// The test process's folder.
    public static let shared = TemporaryFolder()

    /// Its path, short enough for a Unix socket in it or in a folder of it (which ends at 107 bytes).
    public let path: String

    private init() {
        path = "/tmp/portico-\(UUID().uuidString.prefix(8).lowercased())"
    }

    /// The path of a file in it; the folder is made when it is first asked for.
    public func file(named name: String) throws -> String {
        try Self.made.get()
        return "\(path)/\(name)"
    }

    /// Makes a folder in it for one test.
    public func folder(named name: String? = nil) throws -> String {
        let folder = try file(named: name ?? UUID().uuidString.lowercased())
        try FileManager.default.createDirectory(
            atPath: folder,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
        return folder
    }

    /// The folder and the sweeper that erases it, both made once.
    private static let made = Result { try shared.make() }

    private func make() throws {
        try FileManager.default.createDirectory(
            atPath: path,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
        let sweeper = Process()
        sweeper.executableURL = URL(fileURLWithPath: "/usr/bin/setsid")
        sweeper.arguments = ["/bin/sh", "-c", Self.script, "sweeper", path]
        sweeper.standardInput = Self.leash
        sweeper.standardOutput = FileHandle.nullDevice
        sweeper.standardError = FileHandle.nullDevice
        try LeashedProcess.withoutBlockedSignals { try sweeper.run() }
        try Self.leash.fileHandleForReading.close()
    }

    /// Closes when the process ends, and never before.
    private static let leash = Pipe()

    /// What the leashed programs were writing may come back once, while they stop.
    private static let script = #"cat; rm -rf -- "$1"; sleep 12; rm -rf -- "$1""#
}
