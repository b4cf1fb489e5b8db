import ServiceRuntime
import Support
import Synchronization
import XCTest

@testable import Messaging

/// A name may stand for several replicas, and for others a moment later.
final class ReplicaFinderTests: XCTestCase {
    /// What names stand for, for a while.
    private final class Names: Sendable {
        struct Unknown: Error, CustomStringConvertible { let description = "no such host" }

        private let addresses = Mutex<[String: [String]]>([:])
        let count = Mutex(0)

        subscript(host: String) -> [String]? {
            get { addresses.withLock { $0[host] } }
            set { addresses.withLock { $0[host] = newValue } }
        }

        var lookUp: ReplicaFinder.LookUp {
            { endpoint, _ in
                self.count.withLock { $0 += 1 }
                guard let found = self[endpoint.host] else { throw Unknown() }
                return found
            }
        }
    }

    private func withFinder(
        _ names: Names,
        of hosts: String...,
        every interval: Duration = .milliseconds(20),
        most: Int = 8,
        log: Log = .silent,
        _ body: (ReplicaFinder, Noted<[String]>) async throws -> Void
    ) async throws {
        let finder = ReplicaFinder(
            endpoints: hosts.map { BusEndpoint(host: $0, port: 7001) },
            interval: interval,
            most: most,
            log: log,
            lookingUp: names.lookUp
        )
        let found = Noted<[String]>()
        let task = Task { await finder.run { found.note($0) } }
        defer { task.cancel() }
        try await body(finder, found)
        task.cancel()
        await task.value
    }

    func testNamesAreLookedUpAgainAndChangesAreTold() async throws {
        try await withTimeLimit(.seconds(30)) {
            let names = Names()
            names["auth"] = ["10.0.0.2:7001", "10.0.0.1:7001"]
            try await withFinder(names, of: "auth") { _, found in
                try await eventually(within: .seconds(5)) { found.all.count == 1 }
                names["auth"] = ["10.0.0.3:7001", "10.0.0.1:7001"]
                try await eventually(within: .seconds(5)) { found.all.count == 2 }
                let before = names.count.withLock { $0 }
                try await eventually(within: .seconds(5)) { names.count.withLock { $0 } > before + 5 }
                XCTAssertEqual(
                    found.all,
                    [
                        ["tcp://10.0.0.1:7001", "tcp://10.0.0.2:7001"], ["tcp://10.0.0.1:7001", "tcp://10.0.0.3:7001"],
                    ],
                    "what has not changed is not told again"
                )
            }
        }
    }

    func testWhileANameCannotBeLookedUpWhatWasFoundBeforeCounts() async throws {
        try await withTimeLimit(.seconds(30)) {
            let names = Names()
            let captured = CapturedLog()
            names["one"] = ["10.0.0.1:7001"]
            try await withFinder(names, of: "one", "two", log: captured.log()) { _, found in
                try await eventually(within: .seconds(5)) { found.all == [["tcp://10.0.0.1:7001"]] }
                names["one"] = nil
                names["two"] = ["10.0.0.2:7001"]
                try await eventually(within: .seconds(5)) {
                    found.all.last == ["tcp://10.0.0.1:7001", "tcp://10.0.0.2:7001"]
                }
                names["one"] = ["10.0.0.9:7001"]
                try await eventually(within: .seconds(5)) {
                    found.all.last == ["tcp://10.0.0.2:7001", "tcp://10.0.0.9:7001"]
                }
                let told = captured.lines.filter { $0.contains("no such host") }
                XCTAssertEqual(told.count, 1, "\(told)")
            }
        }
    }

    func testALostConnectionIsReasonToLookAtOnce() async throws {
        try await withTimeLimit(.seconds(30)) {
            let names = Names()
            names["auth"] = ["10.0.0.1:7001"]
            try await withFinder(names, of: "auth", every: .seconds(60)) { finder, found in
                try await eventually(within: .seconds(5)) { found.all.count == 1 }
                names["auth"] = ["10.0.0.2:7001"]
                try await Task.sleep(for: .milliseconds(100))
                XCTAssertEqual(found.all.count, 1)
                finder.lookAgain()
                try await eventually(within: .seconds(5)) { found.all.count == 2 }
            }
        }
    }

    func testNoNameStandsForMoreThanItMay() async throws {
        try await withTimeLimit(.seconds(30)) {
            let names = Names()
            names["auth"] = (10..<99).map { "10.0.0.\($0):7001" }
            try await withFinder(names, of: "auth", most: 3) { _, found in
                try await eventually(within: .seconds(5)) { names.count.withLock { $0 } > 5 }
                XCTAssertEqual(found.all, [["tcp://10.0.0.10:7001", "tcp://10.0.0.11:7001", "tcp://10.0.0.12:7001"]])
            }
        }
    }

    func testTheClientFollowsWhereTheNameLeads() async throws {
        try await withTimeLimit(.seconds(30)) {
            let bus = try TestBus()
            let server = try bus.server(of: .auth, answering: [.greeting()])
            let client = try bus.client(
                of: .gateway,
                asking: .auth,
                at: [BusEndpoint(host: "localhost", port: server.boundEndpoint.port)]
            )
            try await withRunning([server, client]) {
                let reply = try await client.ask(Greet(name: "Ada"))
                XCTAssertEqual(reply.greeting, "auth greets Ada")
            }
        }
    }
}
