import Foundation
import HTTP
import ServiceRuntime

/// The portal as five programs that a test starts itself: each can be killed, held up and started again alone.
///
/// `make run` is of no use there, since it stops everything when one program dies. Between any two that talk to each other,
/// and before each one's database, stands a ``Link``.
public struct FivePrograms: Sendable {
    /// Who calls whom over which link: `gateway`, `auth`; or `auth`, `postgresql`.
    public struct LinkName: Sendable, Hashable, CustomStringConvertible {
        public let caller: PortalProgram.Name
        /// nil for the caller's database.
        public let callee: PortalProgram.Name?

        public var description: String { "\(caller)→\(callee?.rawValue ?? "postgresql")" }

        /// Everyone there is.
        public static let all: [LinkName] =
            [
                (.gateway, .auth), (.gateway, .mfa), (.gateway, .profile), (.gateway, .apps), (.auth, .mfa),
                (.mfa, .auth), (.mfa, .profile), (.profile, .auth), (.apps, .auth), (.apps, .profile),
            ].map { LinkName(caller: $0, callee: $1) }
            + PortalProgram.Name.services.map { LinkName(caller: $0, callee: nil) }
    }

    /// The folder with the keys and `addresses`, as the portico command expects it.
    public let home: String
    /// Where the portal listens.
    public let port: Int
    /// Where each program tells its metrics.
    public let metricsPorts: [PortalProgram.Name: Int]
    /// The PostgreSQL of this portal alone, with a database for each service, named after it.
    public let postgres: PostgresCluster
    /// The programs.
    public let programs: [PortalProgram.Name: PortalProgram]
    /// The links between them.
    public let links: [LinkName: Link]
    /// What tells the programs another time; nil where that was not asked for.
    public let clocks: [PortalProgram.Name: MovedClock]

    /// What all visitors ask by: few connections are kept, however many visitors there were.
    private let door: HTTPClient

    /// How long the five may take until all are ready.
    private static let startLimit: Duration = .seconds(60)

    /// One of the five.
    public func program(_ name: PortalProgram.Name) throws -> PortalProgram {
        guard let program = programs[name] else { throw NoSuchPart(name: name.rawValue) }
        return program
    }

    /// A browser that knows nothing of this portal yet.
    public func visitor() -> PortalVisitor {
        PortalVisitor(at: port, over: door)
    }

    /// Starts a portal without anybody in it, and waits until it is ready.
    ///
    /// - Parameters:
    ///   - disk: Where PostgreSQL keeps its files; nil takes a folder like every other.
    ///   - settings: More settings, for all programs.
    ///   - movesClocks: Whether the programs' clocks can be moved; it costs them a little speed.
    /// - Returns: The portal, ready.
    /// - Throws: `CommandFailed` or `NotInTime` where it does not come to that.
    public static func start(
        on disk: SmallDisk? = nil,
        settings: [String: String] = [:],
        movesClocks: Bool = false
    ) async throws -> FivePrograms {
        let home = try TemporaryFolder.shared.folder()
        try await runCommand(Package.program("portico"), ["make-keys", "\(home)/keys"])
        let postgres = PostgresCluster(on: disk)
        for name in PortalProgram.Name.services {
            try await postgres.runSQL("CREATE DATABASE \(name) OWNER \(PostgresCluster.role) TEMPLATE template0")
        }
        let plan = try await Plan(home: home, postgres: postgres, movesClocks: movesClocks)
        var programs: [PortalProgram.Name: PortalProgram] = [:]
        for name in PortalProgram.Name.allCases {
            var environment = try await plan.environment(of: name)
            environment.merge(settings) { _, new in new }
            programs[name] = PortalProgram(name, environment)
        }
        let portal = FivePrograms(
            home: home,
            port: plan.port,
            metricsPorts: plan.metricsPorts,
            postgres: postgres,
            programs: programs,
            links: plan.links,
            clocks: plan.clocks,
            door: try HTTPClient("http://127.0.0.1:\(plan.port)")
        )
        for program in programs.values { try program.start() }
        try await portal.waitUntilReady()
        return portal
    }

    /// Waits until all services and the gateway say that they are ready.
    public func waitUntilReady() async throws {
        try await administer("health", "--wait", "\(Self.startLimit.components.seconds)")
        let client = try HTTPClient("http://127.0.0.1:\(metricsPorts[.gateway] ?? 0)")
        try await eventually(within: Self.startLimit, "The gateway's being ready") {
            guard programs[.gateway]?.isRunning == true else {
                throw CommandFailed(command: "portico-gateway", status: 1, output: programs[.gateway]?.output ?? "")
            }
            return await (try? client.get("/health/ready"))?.status == .ok
        }
    }

    /// Runs the administrator's command on it.
    @discardableResult
    public func administer(_ arguments: String...) async throws -> String {
        var environment = ProcessInfo.processInfo.environment
        environment["PORTICO_HOME"] = home
        return try await runCommand(Package.program("portico"), arguments, environment: environment)
    }

    /// Brings in an organisation, and gives its people with their passwords.
    public func apply(_ file: String) async throws -> [DemoAccount] {
        let accounts = "\(home)/accounts.json"
        try await administer("apply", file, "--accounts", accounts, "--yes")
        return try JSONDecoder().decode([DemoAccount].self, from: Data(contentsOf: URL(fileURLWithPath: accounts)))
    }

    /// What a program counts, by the name of the metric and its labels, as its metrics port tells it.
    public func metrics(of name: PortalProgram.Name) async throws -> [String: Double] {
        let client = try HTTPClient("http://127.0.0.1:\(metricsPorts[name] ?? 0)")
        let text = try await client.send(.get, "/metrics", within: .seconds(5)).text
        var metrics: [String: Double] = [:]
        for line in text.split(separator: "\n") where !line.hasPrefix("#") {
            guard let space = line.lastIndex(of: " ") else { continue }
            metrics[String(line[..<space])] = Double(line[line.index(after: space)...])
        }
        return metrics
    }

    /// Stops all programs, the door first, and PostgreSQL.
    public func stop() async {
        for name in PortalProgram.Name.allCases.reversed() { await programs[name]?.stop() }
        try? await postgres.stop()
    }
}

/// Where everything is to be, before any of it runs.
private struct Plan {
    let home: String
    let postgres: PostgresCluster
    let port: Int
    let busPorts: [PortalProgram.Name: Int]
    let metricsPorts: [PortalProgram.Name: Int]
    let links: [FivePrograms.LinkName: Link]
    let clocks: [PortalProgram.Name: MovedClock]

    init(home: String, postgres: PostgresCluster, movesClocks: Bool) async throws {
        self.home = home
        self.postgres = postgres
        var taken: Set<Int> = []
        func freePort() async throws -> Int {
            while true {
                let port = try await FreePort.find()
                if taken.insert(port).inserted { return port }
            }
        }
        port = try await freePort()
        var busPorts: [PortalProgram.Name: Int] = [:]
        var metricsPorts: [PortalProgram.Name: Int] = [:]
        var clocks: [PortalProgram.Name: MovedClock] = [:]
        for name in PortalProgram.Name.allCases {
            busPorts[name] = try await freePort()
            metricsPorts[name] = try await freePort()
            if movesClocks { clocks[name] = try MovedClock(file: "\(home)/clock-\(name)") }
        }
        var links: [FivePrograms.LinkName: Link] = [:]
        for link in FivePrograms.LinkName.all {
            var target = try await postgres.port
            if let callee = link.callee { target = busPorts[callee] ?? 0 }
            links[link] = try Link(to: target)
        }
        (self.busPorts, self.metricsPorts, self.links, self.clocks) = (busPorts, metricsPorts, links, clocks)
        // The administrator's command goes straight to the services.
        let addresses = PortalProgram.Name.services.map {
            "PORTICO_\($0.rawValue.uppercased())=tcp://127.0.0.1:\(busPorts[$0] ?? 0)\n"
        }
        try addresses.joined().write(toFile: "\(home)/addresses", atomically: true, encoding: .utf8)
    }

    func environment(of name: PortalProgram.Name) async throws -> [String: String] {
        let keys = "\(home)/keys"
        let inherited = ProcessInfo.processInfo.environment
        var all = inherited.filter { ["PATH", "HOME", "LANG", "LD_LIBRARY_PATH"].contains($0.key) }
        all["PORTICO_METRICS_LISTEN"] = "127.0.0.1:\(metricsPorts[name] ?? 0)"
        all["PORTICO_BUS_KEY_FILE"] = "\(keys)/\(name)/bus.key"
        all["PORTICO_BUS_PEERS"] = "\(keys)/peers"
        for (link, proxy) in links where link.caller == name {
            guard let callee = link.callee else {
                all["PORTICO_DATABASE_URL"] = try await postgres.url(of: name.rawValue, at: proxy.port).expose()
                continue
            }
            all["PORTICO_\(callee.rawValue.uppercased())"] = "tcp://127.0.0.1:\(proxy.port)"
        }
        if name == .gateway {
            all["PORTICO_LISTEN"] = "127.0.0.1:\(port)"
            all["PORTICO_PUBLIC_URL"] = "http://localhost:\(port)"
        } else {
            all["PORTICO_BUS_LISTEN"] = "tcp://127.0.0.1:\(busPorts[name] ?? 0)"
            all["PORTICO_SEALING_KEY_FILE"] = "\(keys)/\(name)/sealing.key"
            all["PORTICO_PASSPORT_PUBLIC_KEYS"] = "\(keys)/public/passports.pub"
        }
        switch name {
        case .auth:
            all["PORTICO_PASSPORT_SIGNING_KEY_FILE"] = "\(keys)/auth/passport-signing.key"
            all["PORTICO_PROOF_PUBLIC_KEYS"] = "\(keys)/public/proofs.pub"
        case .mfa: all["PORTICO_PROOF_SIGNING_KEY_FILE"] = "\(keys)/mfa/proof-signing.key"
        case .profile, .apps, .gateway: break
        }
        all.merge(clocks[name]?.environment ?? [:]) { _, new in new }
        return all
    }
}

/// The portal has no part of that name.
struct NoSuchPart: Error {
    let name: String
}
