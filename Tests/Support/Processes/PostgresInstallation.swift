import Foundation
import Glibc

/// Where PostgreSQL's programs are, and how they are started by whoever runs the tests.
///
/// PostgreSQL refuses to run as root. For root its programs run in a user namespace, where root's files belong to an
/// ordinary user; where those are not allowed, as Debian's `postgres` user.
struct PostgresInstallation: Sendable {
    private enum Disguise: Sendable {
        case none, namespace, postgresUser
    }

    private let folder: String
    private let disguise: Disguise

    /// Looks for the newest version, and for a way to run it.
    static func find() async -> PostgresInstallation {
        let versions = "/usr/lib/postgresql"
        let newest = (try? FileManager.default.contentsOfDirectory(atPath: versions))?
            .compactMap(Int.init).filter {
                FileManager.default.isExecutableFile(atPath: "\(versions)/\($0)/bin/postgres")
            }
            .max()
        let folder = newest.map { "\(versions)/\($0)/bin" } ?? "/usr/bin"
        guard geteuid() == 0 else { return PostgresInstallation(folder: folder, disguise: .none) }
        // Some containers forbid even root to make a user namespace.
        let hasNamespaces = (try? await runCommand("/usr/bin/unshare", namespace + ["/bin/true"])) != nil
        return PostgresInstallation(folder: folder, disguise: hasNamespaces ? .namespace : .postgresUser)
    }

    private static let namespace = ["--user", "--map-user=1000", "--map-group=1000"]

    /// The path of a program that may run as anybody, such as psql.
    func program(_ name: String) -> String {
        "\(folder)/\(name)"
    }

    /// The command that starts a program as a user whom PostgreSQL accepts.
    func command(_ name: String, _ arguments: [String]) -> (program: String, arguments: [String]) {
        switch disguise {
        case .none: (program(name), arguments)
        case .namespace:
            ("/usr/bin/unshare", Self.namespace + [program(name)] + arguments)
        case .postgresUser:
            (
                "/usr/bin/setpriv",
                ["--reuid=postgres", "--regid=postgres", "--clear-groups", program(name)] + arguments
            )
        }
    }

    /// The processes that work in a folder.
    ///
    /// In a container root may not see where another user's processes work, and that user may.
    func processes(workingIn folder: String) async throws -> [Int] {
        guard disguise == .postgresUser else {
            return try FileManager.default.contentsOfDirectory(atPath: "/proc").compactMap(Int.init).filter { process in
                (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(process)/cwd")) == folder
            }.sorted()
        }
        let user = ["--reuid=postgres", "--regid=postgres", "--clear-groups"]
        // It complains of processes that are not that user's either, which is no failure.
        let search = "find /proc -maxdepth 2 -path '/proc/[0-9]*/cwd' -printf '%h %l\\n' 2>/dev/null || true"
        let listing = try await runCommand("/usr/bin/setpriv", user + ["/bin/sh", "-c", search])
        return listing.split(separator: "\n").compactMap { line in
            let parts = line.dropFirst("/proc/".count).split(separator: " ", maxSplits: 1)
            return parts.last == folder[...] ? parts.first.flatMap { Int($0) } : nil
        }.sorted()
    }

    /// Gives a file to the user that PostgreSQL will run as, with leave to reach it.
    func handOver(_ path: String) throws {
        guard disguise == .postgresUser else { return }
        try FileManager.default.setAttributes([.ownerAccountName: "postgres"], ofItemAtPath: path)
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o711],
            ofItemAtPath: URL(fileURLWithPath: path).deletingLastPathComponent().path
        )
    }
}
