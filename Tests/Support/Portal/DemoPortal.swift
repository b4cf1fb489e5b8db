import Foundation
import HTTP
import Network
import ServiceRuntime

/// The portal as `make run` starts it: the same script and the same example, or nobody at all, in a folder and at ports of
/// the tests' own.
///
/// One runs for all tests of a process that only use it; tests that stop or break something start another.
public actor DemoPortal {
    /// The test process's own.
    public static let shared = DemoPortal()

    /// How long the first start may take: databases, keys, five programs and the example's people.
    private static let startLimit: Duration = .seconds(180)

    private let settings: [String: String]
    private var starting: Task<RunningPortal, any Error>?
    private let certificate: Authority.Certificate?
    private let authority: Authority?

    /// Makes another portal than the shared one, told something else besides: `["PORTICO_DEMO": "0"]` is an empty one.
    public init(_ settings: [String: String] = [:]) {
        self.settings = settings
        (authority, certificate) = (nil, nil)
    }

    /// Makes another portal than the shared one, whose address is `https`.
    ///
    /// - Parameter authority: Signs the portal's certificate.
    /// - Throws: `CommandFailed` where there is no certificate to be had.
    public init(signedBy authority: Authority) async throws {
        settings = [:]
        self.authority = authority
        certificate = try await authority.sign()
    }

    /// Starts it, the first time; whoever asks meanwhile waits for the same start.
    public func running() async throws -> RunningPortal {
        if let starting { return try await starting.value }
        let home = try TemporaryFolder.shared.folder()
        let port = try await FreePort.find()
        let task = Task { try await start(in: home, at: port) }
        starting = task
        return try await task.value
    }

    private func start(in home: String, at port: Int) async throws -> RunningPortal {
        var environment = ProcessInfo.processInfo.environment
        environment["PORTICO_HOME"] = home
        // `make test` builds for debugging; the optimized programs can be tried with PORTICO_BUILD=release.
        environment["PORTICO_BUILD"] = environment["PORTICO_BUILD"] ?? Package.programs
        environment["PORTICO_PORT"] = String(port)
        environment.merge(settings) { $1 }
        if let certificate {
            environment["PORTICO_TLS_CERTIFICATE"] = certificate.certificate
            environment["PORTICO_TLS_KEY"] = certificate.key
        }
        let scheme = certificate == nil ? "http" : "https"
        let process = try LeashedProcess.start(
            "\(Package.folder)/Scripts/run",
            environment: environment,
            in: Package.folder,
            farewell: .interrupt
        )
        let client = try HTTPClient(
            "\(scheme)://localhost:\(port)",
            trust: authority.map { .authorities(file: $0.certificate) } ?? .system,
            connectingTo: HostPort(host: "127.0.0.1", port: port)
        )
        try await eventually(within: Self.startLimit, "The start of the portal") {
            guard process.isRunning else {
                throw CommandFailed(
                    command: "Scripts/run",
                    status: await process.waitUntilExit(),
                    output: process.output
                )
            }
            // It gives the address once everything is there, the example's people too.
            guard process.output.contains("\(scheme)://localhost:\(port)") else { return false }
            let health = try? await client.get("/health")
            return health?.status == .ok
        }
        // An empty portal has nobody's password to keep.
        let accounts = FileManager.default.contents(atPath: "\(home)/demo-accounts.json") ?? Data("[]".utf8)
        return RunningPortal(
            home: home,
            port: port,
            address: "\(scheme)://localhost:\(port)",
            accounts: try JSONDecoder().decode([DemoAccount].self, from: accounts),
            process: process
        )
    }
}

/// A portal that runs.
public struct RunningPortal: Sendable {
    /// What `.portico` is for `make run`.
    public let home: String
    /// Where its gateway answers, on this machine.
    public let port: Int
    /// Such as `http://localhost:41234`.
    public let address: String
    /// The people of the example, as the demonstration keeps them.
    public let accounts: [DemoAccount]
    /// The script, which holds everything else.
    public let process: LeashedProcess

    /// Somebody of the example.
    public func person(_ member: Cast) throws -> DemoAccount {
        guard let account = accounts.first(where: { $0.email.hasPrefix("\(member.rawValue)@") }) else {
            throw NotInTheExample(member: member)
        }
        return account
    }
}

/// Somebody who can sign in, as `demo-accounts.json` has them.
public struct DemoAccount: Codable, Sendable, Hashable {
    /// The company address.
    public var email: String
    /// The first password, made when the portal was first started.
    public var password: String
    /// `user` or `administrator`.
    public var role: String

    /// Somebody who may be nobody.
    public init(email: String, password: String, role: String = "user") {
        self.email = email
        self.password = password
        self.role = role
    }

    /// What follows the @ of the address.
    public var domain: String { email.split(separator: "@").last.map(String.init) ?? "" }
}

/// The example has nobody of that name.
public struct NotInTheExample: Error {
    let member: Cast
}
