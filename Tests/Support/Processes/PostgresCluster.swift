import Foundation
public import ServiceRuntime

/// A PostgreSQL server for this test process alone, which starts when the first test asks for a database.
///
/// It listens on a free port of 127.0.0.1 and on a Unix socket, asks for a password as a real one does, and is gone
/// with all its files when the process ends.
public actor PostgresCluster {
    /// The test process's server.
    public static let shared = PostgresCluster()

    /// The role that owns the tests' databases: no superuser, as our services are none.
    public static let role = "portico"

    private let password = UUID().uuidString
    private let disk: SmallDisk?
    private var preparing: Task<PreparedCluster, any Error>?
    private var server: LeashedProcess?
    private var databases = 0

    /// Makes another server than the shared one, for tests that stop and start it while others run.
    ///
    /// - Parameter disk: The disk that its files go on; nil takes a folder like every other.
    public init(on disk: SmallDisk? = nil) {
        self.disk = disk
    }

    /// Whether its postmaster runs: it ends by itself where it cannot write at all.
    public var isRunning: Bool { server?.isRunning ?? false }

    /// Makes an empty database and gives its address; it takes some tens of milliseconds.
    public func freshDatabase() async throws -> Secret<String> {
        databases += 1
        let name = "test_\(databases)"
        try await runSQL("CREATE DATABASE \(name) OWNER \(Self.role) TEMPLATE template0")
        return try await url(of: name)
    }

    /// The address of a database over TCP; `port` is that of a ``Link`` to it where there is one between.
    public func url(of database: String, at port: Int? = nil) async throws -> Secret<String> {
        let cluster = try await prepared()
        return Secret("postgresql://\(Self.role):\(password)@127.0.0.1:\(port ?? cluster.port)/\(database)")
    }

    /// The address of a database over the Unix socket.
    public func socketURL(of database: String) async throws -> Secret<String> {
        let cluster = try await prepared()
        return Secret("postgresql://\(Self.role):\(password)@/\(database)?host=\(cluster.folder)&port=\(cluster.port)")
    }

    /// The port of 127.0.0.1 that it listens on, also while it is stopped.
    public var port: Int {
        get async throws { try await prepared().port }
    }

    /// Runs SQL as the superuser with psql, and gives what that prints: values alone, a row a line.
    @discardableResult
    public func runSQL(_ sql: String, in database: String = "postgres") async throws -> String {
        let cluster = try await prepared()
        let output = try await runCommand(
            cluster.installation.program("psql"),
            [
                "--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--set=ON_ERROR_STOP=1",
                "--host=\(cluster.folder)",
                "--port=\(cluster.port)", "--username=postgres", "--dbname=\(database)", "--command=\(sql)",
            ],
            environment: ["PGPASSWORD": password, "PATH": "/usr/bin:/bin"]
        )
        return output.trimmingCharacters(in: .newlines)
    }

    /// Stops it; sessions are ended, and connecting is refused.
    public func stop() async throws {
        _ = try await prepared()
        await server?.stop()
    }

    /// Kills all its processes at once, as when its machine loses power.
    public func kill() async throws {
        let cluster = try await prepared()
        // The server's own processes lead sessions of their own: they end when they find the postmaster gone.
        await server?.kill()
        try await eventually(within: .seconds(60), "The end of PostgreSQL") {
            try await Self.processes(of: cluster).isEmpty
        }
    }

    /// Starts it again on the same port, after ``stop()`` or ``kill()``.
    public func start() async throws {
        let cluster = try await prepared()
        guard server?.isRunning != true else { return }
        server = try await launch(cluster)
    }

    /// Stops it and starts it again.
    public func restart() async throws {
        try await stop()
        try await start()
    }

    /// Holds up everything: it accepts connections, since the kernel does, and answers nothing until ``resume()``.
    public func pause() async throws {
        try await signalAll("STOP")
    }

    /// Lets it go on after ``pause()``.
    public func resume() async throws {
        try await signalAll("CONT")
    }

    // MARK: - Starting

    private struct PreparedCluster: Sendable {
        let installation: PostgresInstallation
        let folder: String
        let port: Int
    }

    /// The cluster's place, once it runs for the first time; whoever asks meanwhile waits for the same start.
    private func prepared() async throws -> PreparedCluster {
        if let preparing { return try await preparing.value }
        let task = Task { try await prepare() }
        preparing = task
        return try await task.value
    }

    private func prepare() async throws -> PreparedCluster {
        let installation = await PostgresInstallation.find()
        let folder =
            try disk?.path
            ?? TemporaryFolder.shared.folder(named: "pg-\(UUID().uuidString.prefix(8).lowercased())")
        try installation.handOver(folder)
        let passwordFile = try TemporaryFolder.shared.file(named: "pg-password-\(UUID().uuidString.prefix(8))")
        try Data(password.utf8).write(to: URL(fileURLWithPath: passwordFile))
        try installation.handOver(passwordFile)
        let (program, arguments) = installation.command(
            "initdb",
            [
                "--pgdata=\(folder)/data", "--username=postgres", "--pwfile=\(passwordFile)", "--auth=scram-sha-256",
                "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync",
            ]
        )
        try await runCommand(program, arguments)

        let cluster = try await launchOnFreePort(folder, installation)
        try await runCommand(
            installation.program("psql"),
            [
                "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--host=\(folder)", "--port=\(cluster.port)",
                "--username=postgres", "--command=CREATE ROLE \(Self.role) LOGIN PASSWORD '\(password)'",
            ],
            environment: ["PGPASSWORD": password, "PATH": "/usr/bin:/bin"]
        )
        return cluster
    }

    /// Tries ports below those that the kernel hands out by itself, until one is free.
    private func launchOnFreePort(_ folder: String, _ installation: PostgresInstallation) async throws
        -> PreparedCluster
    {
        for _ in 1..<20 {
            let port = Int.random(in: 12_000..<32_000)
            do {
                let cluster = PreparedCluster(installation: installation, folder: folder, port: port)
                server = try await launch(cluster)
                return cluster
            } catch let failure as CommandFailed where failure.output.contains("Address already in use") {
                continue
            }
        }
        throw CommandFailed(command: "postgres", status: 1, output: "No free port was found.")
    }

    private func launch(_ cluster: PreparedCluster) async throws -> LeashedProcess {
        let folder = cluster.folder
        let (program, arguments) = cluster.installation.command(
            "postgres",
            ["-D", "\(folder)/data", "-k", folder, "-p", "\(cluster.port)", "-h", "127.0.0.1"]
                + Self.settings.flatMap { ["-c", $0] }
        )
        let logPath = try TemporaryFolder.shared.file(named: "postgres-\(UUID().uuidString.prefix(8)).log")
        let server = try LeashedProcess.start(program, arguments, outputPath: logPath, farewell: .interrupt)
        try await eventually(within: .seconds(90), "The start of PostgreSQL") {
            guard server.isRunning else {
                throw CommandFailed(command: "postgres", status: await server.waitUntilExit(), output: server.output)
            }
            return try await Self.isReady(cluster)
        }
        return server
    }

    /// What survives a crash of PostgreSQL survives here too; only a crash of the machine would lose it.
    private static let settings = [
        "fsync=off", "full_page_writes=off", "max_connections=200", "shared_buffers=32MB", "wal_level=minimal",
        "max_wal_senders=0", "max_wal_size=64MB", "min_wal_size=32MB", "log_min_messages=warning",
        "log_line_prefix=%m [%p] %d ",
    ]

    /// Whether postmaster.pid says so; after a crash it still speaks of a process that is no more.
    private static func isReady(_ cluster: PreparedCluster) async throws -> Bool {
        let text = try? String(contentsOfFile: "\(cluster.folder)/data/postmaster.pid", encoding: .utf8)
        let lines = text?.split(separator: "\n", omittingEmptySubsequences: false) ?? []
        guard lines.count >= 8, let postmaster = Int(lines[0]) else { return false }
        guard lines[7].hasPrefix("ready") else { return false }
        return try await processes(of: cluster).contains(postmaster)
    }

    // MARK: - Signals

    /// Signals the postmaster and its children, each of which leads a session of its own.
    private func signalAll(_ signal: String) async throws {
        for process in try await Self.processes(of: prepared()) {
            // One may have ended since it was listed.
            _ = try? await runCommand("/bin/kill", ["-\(signal)", "\(process)"])
        }
    }

    /// The cluster's processes, found by the data folder they work in.
    private static func processes(of cluster: PreparedCluster) async throws -> [Int] {
        try await cluster.installation.processes(workingIn: "\(cluster.folder)/data")
    }
}
