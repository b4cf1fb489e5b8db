import Foundation
import Glibc

/// A disk of a test's own, small enough to be filled in a moment.
///
/// It is a file system in memory, mounted by a script that takes it away again when the test process ends, however that
/// ends. Only root may mount one, and not in every container.
public struct SmallDisk: Sendable {
    /// Where it is mounted.
    public let path: String
    private let holder: LeashedProcess

    /// Mounts one; nil where that is not permitted.
    public static func mounted(megabytes: Int) async throws -> SmallDisk? {
        guard geteuid() == 0 else { return nil }
        let path = try TemporaryFolder.shared.folder(named: "disk-\(UUID().uuidString.prefix(8).lowercased())")
        let holder = try LeashedProcess.start("/bin/bash", ["-c", script, "disk", path, "\(megabytes)"])
        try await eventually(within: .seconds(10), "The small disk") {
            !holder.isRunning || holder.output.contains("mounted")
        }
        return holder.isRunning ? SmallDisk(path: path, holder: holder) : nil
    }

    /// Writes until not one byte more has room.
    public func fill() throws {
        guard FileManager.default.createFile(atPath: ballast, contents: nil) else { return }
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: ballast))
        defer { try? file.close() }
        // The last pieces are small, so that nothing is left.
        for size in [1 << 20, 1 << 12] {
            let piece = Data(count: size)
            while (try? file.write(contentsOf: piece)) != nil {}
        }
    }

    /// Makes room again.
    public func makeRoom() {
        unlink(ballast)
    }

    private var ballast: String { "\(path)/ballast" }

    private static let script = """
        set -e
        mount -t tmpfs -o "size=$2m,mode=0700" portico-test "$1"
        trap 'umount --lazy "$1"; exit 0' TERM INT
        echo mounted
        while :; do sleep 1 & wait $!; done
        """
}
