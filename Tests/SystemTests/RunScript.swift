import Foundation
import HTTP
import Messaging
import ServiceRuntime
import Support
import XCTest

/// `Scripts/run` in a folder and on a port of its own, which ends with the test process at the latest.
struct RunScript: Sendable {
    let home: String
    let port: Int
    private let script: LeashedProcess

    /// The sources' root, in whose build folder the programs are that the tests were built with.
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

    /// Starts it, and waits until it says that it is there.
    static func start(in home: String? = nil, withExample: Bool = true) async throws -> RunScript {
        let home = try home ?? freshHome()
        // The mark of an example that was loaded.
        if !withExample { try Data().write(to: URL(fileURLWithPath: "\(home)/organization-loaded")) }
        let portal = try launch(in: home)
        try await eventually(within: .seconds(120), "The start of the portal") {
            guard portal.isRunning else { throw DidNotStart(output: portal.output) }
            return portal.output.contains("Ctrl-C stops it.")
        }
        return portal
    }

    /// Starts it, whatever becomes of it.
    static func launch(in home: String? = nil, port: Int? = nil) throws -> RunScript {
        let home = try home ?? freshHome()
        // Below the ports that the kernel hands out by itself.
        let port = port ?? Int.random(in: 12_000..<32_000)
        var environment = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("PORTICO_") }
        environment["PORTICO_HOME"] = home
        environment["PORTICO_PORT"] = "\(port)"
        environment["PORTICO_BUILD"] = Package.programs
        let script = try LeashedProcess.start(
            "/usr/bin/env",
            // A background job ignores SIGINT, and a shell cannot be told otherwise once it runs.
            ["--default-signal=INT", "\(root)/Scripts/run"],
            environment: environment,
            in: root
        )
        return RunScript(home: home, port: port, script: script)
    }

    /// A folder with a short path, since PostgreSQL's socket is in it.
    private static func freshHome() throws -> String {
        try TemporaryFolder.shared.folder(named: "run-\(UUID().uuidString.prefix(6).lowercased())")
    }

    /// A start that came to nothing.
    struct DidNotStart: Error, CustomStringConvertible {
        let output: String
        var description: String { "The portal did not start:\n\(output)" }
    }

    /// All that it has said.
    var output: String { script.output }
    /// Whether the script has not ended.
    var isRunning: Bool { script.isRunning }

    /// Waits until the script has ended, and gives its exit code.
    func waitUntilExit() async -> Int32 { await script.waitUntilExit() }

    /// Presses Ctrl-C, and waits until all has stopped.
    @discardableResult
    func interrupt() async -> Int32 {
        script.signal("INT")
        return await script.waitUntilExit()
    }

    /// Kills the script and nothing that it started.
    func kill() async { await script.kill() }

    // MARK: What it serves and keeps

    func expectLoginPage(file: StaticString = #filePath, line: UInt = #line) async throws {
        let page = try await HTTPClient("http://localhost:\(port)").get("/login")
        XCTAssertEqual(page.status.code, 200, page.text, file: file, line: line)
        XCTAssertTrue(page.text.contains("name=\"email\""), page.text, file: file, line: line)
    }

    struct Account: Decodable, Equatable {
        var email: String
        var password: String
        var role: String
    }

    /// The accounts whose passwords a file took; by default the example's.
    func accounts(in path: String? = nil) throws -> [Account] {
        let data = try Data(contentsOf: URL(fileURLWithPath: path ?? "\(home)/demo-accounts.json"))
        return try JSONDecoder().decode([Account].self, from: data)
    }

    /// The permissions of something in its folder.
    func mode(of name: String) throws -> Int? {
        let attributes = try FileManager.default.attributesOfItem(atPath: "\(home)/\(name)")
        return (attributes[.posixPermissions] as? NSNumber)?.intValue
    }

    /// Where the example is that it loaded.
    var example: String { "\(Self.root)/Examples/organization.json" }

    /// What the administrator's command prints.
    func administer(_ words: String...) async throws -> String { try await administer(words) }

    /// What the administrator's command prints.
    func administer(_ words: [String]) async throws -> String {
        try await runCommand(Package.program("portico"), words, environment: ["PORTICO_HOME": home])
    }

    /// Asks auth with the gateway's own key.
    func asGateway(_ body: (MessageClient) async throws -> Void) async throws {
        let key = try String(contentsOfFile: "\(home)/keys/gateway/bus.key", encoding: .utf8)
        let addresses = try String(contentsOfFile: "\(home)/addresses", encoding: .utf8).split(separator: "\n")
        let auth = try XCTUnwrap(addresses.first { $0.hasPrefix("PORTICO_AUTH=") })
        let client = try MessageClient(
            asking: .auth,
            at: [XCTUnwrap(BusEndpoint(String(auth.dropFirst("PORTICO_AUTH=".count))))],
            as: BusKeyPair(parsing: Secret(key.trimmingCharacters(in: .newlines))),
            peers: BusPeers(folder: "\(home)/keys/peers"),
            log: .silent,
            metrics: Metrics()
        )
        try await withRunning([client]) { try await body(client) }
    }

    // MARK: Its processes

    struct RunningProcess: Equatable {
        var id: Int32
        var name: String
    }

    /// Its programs, which know its folder by their environment, and PostgreSQL's, which work in it.
    func processes() throws -> [RunningProcess] {
        try FileManager.default.contentsOfDirectory(atPath: "/proc").compactMap(Int32.init).compactMap { id in
            let name = (try? String(contentsOfFile: "/proc/\(id)/comm", encoding: .utf8)) ?? ""
            let environment = FileManager.default.contents(atPath: "/proc/\(id)/environ") ?? Data()
            let folder = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(id)/cwd")
            let knowsHome = environment.split(separator: 0).contains { $0 == Data("PORTICO_HOME=\(home)".utf8) }
            let isProgram = name.hasPrefix("portico-") && knowsHome
            guard isProgram || folder?.hasPrefix("\(home)/") == true else { return nil }
            return RunningProcess(id: id, name: name.trimmingCharacters(in: .newlines))
        }
    }
}
