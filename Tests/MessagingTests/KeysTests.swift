import Foundation
import ServiceRuntime
import Support
import XCTest

@testable import Messaging

/// Keys that do not fit: nobody gets in, and the log says why.
final class KeysTests: XCTestCase {
    private func hasty() -> MessageLimits {
        var limits = MessageLimits()
        limits.peersInterval = .milliseconds(50)
        limits.connecting = .milliseconds(300)
        return limits
    }

    func testAStrangerIsRefusedAndBothSidesLogIt() async throws {
        try await withTimeLimit(.seconds(30)) {
            let bus = try TestBus(programs: [.auth, .gateway])
            let (serverLog, clientLog) = (CapturedLog(), CapturedLog())
            let key = try BusKeyPair.generate()
            let asked = Noted<String>()
            let answer = Answer.toGateway(Greet.self) { request, _ in
                asked.note(request.name)
                return Greet.Reply(greeting: "")
            }
            let server = try bus.server(of: .auth, limits: hasty(), log: serverLog.log(), answering: [answer])
            let stranger = try bus.client(
                asking: .auth,
                at: [server.boundEndpoint],
                as: key,
                limits: hasty(),
                log: clientLog.log()
            )
            try await withRunning([server, stranger]) {
                await assertFault(.unavailable) { try await stranger.ask(Greet(name: "Mallory")) }
                try await eventually(within: .seconds(5), "the log") {
                    clientLog.text.contains("auth refuses our key: it is not among the keys of its peers")
                        && serverLog.text.contains("refused keys that are not among the peers")
                        && serverLog.text.contains("\(key.publicKey) from 127.0.0.1")
                }
                XCTAssertTrue(bus.metrics.exposition().contains("portico_bus_refused_keys_total"))
            }
            XCTAssertEqual(asked.all, [])
        }
    }

    func testAWrongKeyForTheServerIsSaidToBeOne() async throws {
        try await withTimeLimit(.seconds(30)) {
            let bus = try TestBus(programs: [.auth, .gateway])
            let (serverLog, clientLog) = (CapturedLog(), CapturedLog())
            let wrong = try BusKeyPair.generate().publicKey
            let server = try bus.server(of: .auth, limits: hasty(), log: serverLog.log(), answering: [.greeting()])
            let client = try bus.client(
                asking: .auth,
                at: [server.boundEndpoint],
                as: bus.key(of: .gateway),
                peers: BusPeers([.auth: [wrong]]),
                limits: hasty(),
                log: clientLog.log()
            )
            try await withRunning([server, client]) {
                await assertFault(.unavailable) { try await client.ask(Greet(name: "Ada")) }
                try await eventually(within: .seconds(5), "the log") {
                    clientLog.text.contains("auth did not prove the key that auth.bus names")
                        && clientLog.text.contains(wrong.description)
                        && serverLog.text.contains("connections did not prove a key")
                }
                let told = clientLog.lines.filter { $0.contains("did not prove") }
                XCTAssertEqual(told.count, 1, "one trouble is told once: \(told)")
            }
        }
    }

    func testWithoutAKeyForTheServerTheLogSaysWhichFileIsMissing() async throws {
        try await withTimeLimit(.seconds(30)) {
            let bus = try TestBus(programs: [.auth, .gateway])
            let captured = CapturedLog()
            let client = try bus.client(
                asking: .auth,
                at: [BusEndpoint(host: "127.0.0.1", port: 1)],
                as: bus.key(of: .gateway),
                peers: BusPeers([:]),
                limits: hasty(),
                log: captured.log()
            )
            try await withRunning([client]) {
                await assertFault(.unavailable) { try await client.ask(Greet(name: "Ada")) }
                XCTAssertTrue(captured.text.contains("there is no auth.bus among the peers"), captured.text)
            }
        }
    }

    /// A key is exchanged without a restart: first the new one is added everywhere, then used, then the old one removed.
    func testAServersKeyIsExchangedWithoutARestartOfItsCallers() async throws {
        try await withTimeLimit(.seconds(60)) {
            let bus = try TestBus(programs: [.auth, .gateway])
            let newKey = try BusKeyPair.generate()
            let folder = try TemporaryFolder.shared.folder()
            try write([bus.key(of: .auth).publicKey], for: "auth", in: folder)
            try write([bus.key(of: .gateway).publicKey], for: "gateway", in: folder)
            let peers = try BusPeers(folder: folder)
            let first = try bus.server(of: .auth, limits: hasty(), answering: [.greeting(by: "the old")])
            let client = try bus.client(
                asking: .auth,
                at: [first.boundEndpoint],
                as: bus.key(of: .gateway),
                peers: peers,
                limits: hasty()
            )
            try await withRunning([client]) {
                try await withRunning([first]) {
                    let reply = try await client.ask(Greet(name: "Ada"))
                    XCTAssertEqual(reply.greeting, "the old greets Ada")
                }
                try write([bus.key(of: .auth).publicKey, newKey.publicKey], for: "auth", in: folder)
                let second = try MessageServer(
                    listen: first.boundEndpoint,
                    key: newKey,
                    peers: bus.peers,
                    health: { Health(isReady: true) },
                    log: .silent,
                    metrics: bus.metrics,
                    answering: [.greeting(by: "the new")]
                )
                try await withRunning([second]) {
                    try await eventually(within: .seconds(10), "an answer under the new key") {
                        (try? await client.ask(Greet(name: "Ada")).greeting) == "the new greets Ada"
                    }
                }
            }
        }
    }

    func testAKeyThatIsTakenOutOfTheFolderIsWorthNothingAtOnce() async throws {
        try await withTimeLimit(.seconds(60)) {
            let bus = try TestBus(programs: [.auth, .gateway])
            let folder = try TemporaryFolder.shared.folder()
            try write([], for: "gateway", in: folder)
            let server = try bus.server(
                of: .auth,
                limits: hasty(),
                peers: BusPeers(folder: folder),
                answering: [.greeting()]
            )
            let client = try bus.client(of: .gateway, asking: .auth, at: [server.boundEndpoint], limits: hasty())
            try await withRunning([server, client]) {
                await assertFault(.unavailable) { try await client.ask(Greet(name: "Ada")) }

                try write([bus.key(of: .gateway).publicKey], for: "gateway", in: folder)
                try await eventually(within: .seconds(10), "being let in") {
                    (try? await client.ask(Greet(name: "Ada"))) != nil
                }

                // The connection stands, and is worth nothing any more.
                try write([], for: "gateway", in: folder)
                try await eventually(within: .seconds(10), "being turned away") {
                    do {
                        _ = try await client.ask(Greet(name: "Ada"))
                        return false
                    } catch let fault as Fault {
                        return fault.kind == .notPermitted
                    }
                }
            }
        }
    }

    private func write(_ keys: [BusPublicKey], for program: String, in folder: String) throws {
        let text = "# \(program)\n" + keys.map { "\($0)\n" }.joined()
        try Data(text.utf8).write(to: URL(fileURLWithPath: "\(folder)/\(program).bus"), options: .atomic)
    }
}
