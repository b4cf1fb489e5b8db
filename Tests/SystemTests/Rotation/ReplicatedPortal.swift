import Foundation
import Messaging
import ServiceRuntime
import Support
import XCTest

/// A portal of which every program runs twice, each as a process of its own that can be restarted by itself.
actor ReplicatedPortal {
    /// One process.
    struct Replica: Hashable, Sendable {
        let program: String
        let number: Int
    }

    /// How long a program may take to be ready.
    private static let startLimit: Duration = .seconds(60)

    let keys: String
    /// Where the two gateways listen; people know the first one's address.
    let doors: [Int]
    private let folder: String
    private var ports: [Replica: Int] = [:]
    private var databases: [String: String] = [:]
    private var running: [Replica: LeashedProcess] = [:]

    static let services = ["auth", "mfa", "profile", "apps"]

    init() async throws {
        folder = try TemporaryFolder.shared.folder()
        keys = "\(folder)/keys"
        try await runCommand(Package.program("portico"), ["make-keys", keys])
        for service in Self.services {
            for number in 0..<2 { ports[Replica(program: service, number: number)] = try await FreePort.find() }
            let url = try await PostgresCluster.shared.freshDatabase()
            let path = "\(folder)/\(service).url"
            _ = FileManager.default.createFile(
                atPath: path,
                contents: Data(url.expose().utf8),
                attributes: [.posixPermissions: 0o600]
            )
            databases[service] = path
        }
        doors = [try await FreePort.find(), try await FreePort.find()]
    }

    /// Starts everything, and waits until it is ready.
    func start() async throws {
        for program in Self.services + ["gateway"] {
            for number in 0..<2 { try launch(Replica(program: program, number: number)) }
        }
        for replica in running.keys { try await untilReady(replica) }
    }

    /// Restarts one replica of each of these, and then the other.
    func restart(_ programs: [String]) async throws {
        for number in 0..<2 {
            let replicas = programs.map { Replica(program: $0, number: number) }
            let ending = replicas.compactMap { running[$0] }
            await withTaskGroup { group in
                for process in ending { group.addTask { await process.stop() } }
            }
            for replica in replicas { try launch(replica) }
            for replica in replicas { try await untilReady(replica) }
            // As docs/operate.md says: until everybody else has found it again, by whichever key.
            try await Task.sleep(for: .seconds(10))
        }
    }

    /// What the administrator's command prints.
    func administer(_ words: String...) async throws -> String {
        try await runCommand(
            Package.program("portico"),
            words,
            environment: endpoints.merging(
                ["PORTICO_BUS_KEY_FILE": "\(keys)/operator/bus.key", "PORTICO_BUS_PEERS": "\(keys)/peers"]
            ) { former, _ in former }
        )
    }

    /// What a program has logged since it was started last, both replicas together.
    func log(of program: String) -> String {
        running.filter { $0.key.program == program }.map(\.value.output).joined()
    }

    /// Where a service is on the bus.
    func endpoints(of service: String) -> [BusEndpoint] {
        (endpoints["PORTICO_\(service.uppercased())"] ?? "").split(separator: ",").compactMap {
            BusEndpoint(String($0))
        }
    }

    func stop() async {
        for process in running.values { await process.stop() }
        running = [:]
    }

    private var endpoints: [String: String] {
        Dictionary(
            uniqueKeysWithValues: Self.services.map { service in
                let places = (0..<2).compactMap { ports[Replica(program: service, number: $0)] }
                return (
                    "PORTICO_\(service.uppercased())", places.map { "tcp://127.0.0.1:\($0)" }.joined(separator: ",")
                )
            }
        )
    }

    private func launch(_ replica: Replica) throws {
        running[replica] = try LeashedProcess.start(
            Package.program("portico-\(replica.program)"),
            environment: environment(of: replica)
        )
    }

    private func environment(of replica: Replica) -> [String: String] {
        var environment = endpoints
        environment["PATH"] = ProcessInfo.processInfo.environment["PATH"]
        environment["LD_LIBRARY_PATH"] = ProcessInfo.processInfo.environment["LD_LIBRARY_PATH"]
        environment["PORTICO_BUS_KEY_FILE"] = "\(keys)/\(replica.program)/bus.key"
        environment["PORTICO_BUS_PEERS"] = "\(keys)/peers"
        guard let port = ports[replica] else {
            environment["PORTICO_LISTEN"] = "127.0.0.1:\(doors[replica.number])"
            environment["PORTICO_PUBLIC_URL"] = "http://localhost:\(doors[0])"
            return environment
        }
        environment["PORTICO_BUS_LISTEN"] = "tcp://127.0.0.1:\(port)"
        environment["PORTICO_DATABASE_URL_FILE"] = databases[replica.program]
        environment["PORTICO_DATABASE_CONNECTIONS"] = "4"
        environment["PORTICO_SEALING_KEY_FILE"] = "\(keys)/\(replica.program)/sealing.key"
        environment["PORTICO_PASSPORT_PUBLIC_KEYS"] = "\(keys)/public/passports.pub"
        environment["PORTICO_PROOF_PUBLIC_KEYS"] = "\(keys)/public/proofs.pub"
        environment["PORTICO_PASSPORT_SIGNING_KEY_FILE"] = "\(keys)/auth/passport-signing.key"
        environment["PORTICO_PROOF_SIGNING_KEY_FILE"] = "\(keys)/mfa/proof-signing.key"
        return environment
    }

    /// Waits until a program says of itself that it is ready.
    private func untilReady(_ replica: Replica) async throws {
        let environment = environment(of: replica)
        try await eventually(within: Self.startLimit, "The start of \(replica)") {
            guard let process = running[replica], process.isRunning else {
                throw DidNotStart(output: running[replica]?.output ?? "")
            }
            let health = try? await runCommand(
                Package.program("portico-\(replica.program)"),
                ["health"],
                environment: environment
            )
            return health != nil
        }
    }

    struct DidNotStart: Error {
        let output: String
    }
}
