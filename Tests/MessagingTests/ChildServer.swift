import Foundation
import ServiceRuntime
import Support
import XCTest

@testable import Messaging

/// A server in a process of its own, to be stopped or killed.
final class ChildServer: XCTestCase {
    /// Not a test: what such a process runs.
    ///
    /// It ends when it is told to.
    func testServes() async throws {
        guard ChildTest.isChild else { return }
        let key = try BusKeyPair(parsing: Secret(ChildTest.argument("KEY")))
        let gateway = try XCTUnwrap(BusPublicKey(ChildTest.argument("GATEWAY")))
        let name = ChildTest.argument("NAME")
        let server = try MessageServer(
            listen: XCTUnwrap(BusEndpoint(ChildTest.argument("LISTEN"))),
            key: key,
            peers: BusPeers([.gateway: [gateway]]),
            health: { Health(isReady: true) },
            log: .silent,
            metrics: Metrics(),
            answering: [
                .greeting(by: name),
                // A change that begins and never ends.
                .toGateway(Add.self) { _, context in
                    say("begun \(context.idempotencyKey?.description ?? "-")")
                    try await Task.sleep(for: .seconds(100))
                    return Add.Reply(total: 0)
                },
            ]
        )
        say("listens at \(server.boundEndpoint)")
        try await server.run()
    }
}

/// Writes a line at once, where `print` would keep it for later.
private func say(_ line: String) {
    try? FileHandle.standardOutput.write(contentsOf: Data("\(line)\n".utf8))
}

/// Such a process, as a test holds it.
struct Replica {
    let process: LeashedProcess
    let endpoint: BusEndpoint

    /// Starts one of `bus`'s auth servers, and waits until it listens.
    static func start(
        _ name: String,
        on bus: TestBus,
        at endpoint: BusEndpoint = .anyFreePort
    ) async throws -> Replica {
        let process = try ChildTest.start(
            "MessagingTests.ChildServer/testServes",
            [
                "KEY": bus.key(of: .auth).secretText.expose(),
                "GATEWAY": bus.key(of: .gateway).publicKey.description,
                "NAME": name,
                "LISTEN": endpoint.listeningAddress,
            ]
        )
        var found: BusEndpoint?
        try await eventually(within: .seconds(20), "the replica's start: \(process.output)") {
            let line = process.output.split(separator: "\n").first { $0.hasPrefix("listens at ") }
            found = line.flatMap { BusEndpoint(String($0.dropFirst("listens at ".count))) }
            return found != nil
        }
        return Replica(process: process, endpoint: try XCTUnwrap(found))
    }

    /// Whether a change was begun there, and with which key.
    var begunKeys: [String] {
        process.output.split(separator: "\n").filter { $0.hasPrefix("begun ") }.map { String($0.dropFirst(6)) }
    }
}
