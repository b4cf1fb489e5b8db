import Foundation
import ServiceRuntime
import Support
import XCTest

@testable import Messaging

/// Several servers behind one name, which are started, killed, stopped and started again.
final class ReplicaTests: XCTestCase {
    func testTwoReplicasShareTheWork() async throws {
        try await withTimeLimit(.seconds(60)) {
            let bus = try TestBus()
            let servers = try ["one", "two"].map { try bus.server(of: .auth, answering: [.greeting(by: $0)]) }
            let client = try bus.client(of: .gateway, asking: .auth, at: servers.map(\.boundEndpoint))
            try await withRunning(servers + [client]) {
                try await eventually(within: .seconds(5), "both") { client.liveReplicas == 2 }
                var counts: [String: Int] = [:]
                for _ in 0..<100 { counts[try await client.ask(Greet(name: "Ada")).greeting, default: 0] += 1 }
                XCTAssertEqual(counts, ["one greets Ada": 50, "two greets Ada": 50])
            }
        }
    }

    func testWhenOneIsKilledNoQuestionThatMayBeRepeatedIsLost() async throws {
        try await withTimeLimit(.seconds(90)) {
            let bus = try TestBus()
            let victim = try await Replica.start("victim", on: bus)
            let other = try await Replica.start("other", on: bus)
            let client = try bus.client(of: .gateway, asking: .auth, at: [victim.endpoint, other.endpoint])
            try await withRunning([client]) {
                try await eventually(within: .seconds(10), "both") { client.liveReplicas == 2 }
                let asking = Task {
                    var names: Set<String> = []
                    for _ in 0..<300 {
                        names.insert(try await client.ask(Greet(name: "Ada"), within: .seconds(10)).greeting)
                        try await Task.sleep(for: .milliseconds(3))
                    }
                    return names
                }
                try await Task.sleep(for: .milliseconds(200))
                await victim.process.kill()
                let names = try await asking.value
                XCTAssertEqual(names, ["victim greets Ada", "other greets Ada"])
                XCTAssertEqual(client.liveReplicas, 1)
            }
            await other.process.kill()
        }
    }

    /// Its key lets the other replica tell a repeat from a second wish.
    func testAChangeThatWasUnderWayIsRepeatedUnderItsOwnKeyOnly() async throws {
        try await withTimeLimit(.seconds(90)) {
            let bus = try TestBus()
            let key = IdempotencyKey()
            let victim = try await Replica.start("victim", on: bus)
            let keys = Noted<IdempotencyKey?>()
            let other = try bus.server(
                of: .auth,
                answering: [
                    .toGateway(Add.self) { request, context in
                        keys.note(context.idempotencyKey)
                        return Add.Reply(total: request.amount)
                    }
                ]
            )
            let client = try bus.client(of: .gateway, asking: .auth, at: [victim.endpoint, other.boundEndpoint])
            try await withRunning([client]) {
                // Until `other` runs it is silent, and the victim alone is asked.
                let change = Task { try await client.ask(Add(amount: 7), once: key, within: .seconds(40)) }
                try await eventually(within: .seconds(20), "the change's beginning") {
                    victim.process.output.contains("begun")
                }
                XCTAssertEqual(victim.begunKeys, [key.description])
                try await withRunning([other]) {
                    await victim.process.kill()
                    let reply = try await change.value
                    XCTAssertEqual(reply.total, 7)
                    XCTAssertEqual(Set(keys.all), [key])
                }
            }
        }
    }

    /// With nobody left to ask, nobody can say whether it took effect, and nothing pretends otherwise.
    func testAChangeWhoseOnlyServerDiesHasAnUnknownOutcome() async throws {
        try await withTimeLimit(.seconds(90)) {
            let bus = try TestBus()
            let only = try await Replica.start("only", on: bus)
            let client = try bus.client(of: .gateway, asking: .auth, at: [only.endpoint])
            try await withRunning([client]) {
                let change = Task { try await client.ask(Add(amount: 7), within: .seconds(4)) }
                try await eventually(within: .seconds(10), "its beginning") { only.process.output.contains("begun") }
                await only.process.kill()
                await assertFault(.outcomeUnknown) { try await change.value }
                await assertFault(.unavailable) { try await client.ask(Greet(name: "Ada")) }
                await assertFault(.unavailable) { try await client.ask(Add(amount: 1)) }
            }
        }
    }

    func testAClientThatStopsSaysThatTheOutcomeOfAChangeIsUnknown() async throws {
        try await withTimeLimit(.seconds(30)) {
            let gate = Gate()
            let bus = try TestBus()
            let server = try bus.server(
                of: .auth,
                answering: [
                    .toGateway(Add.self) { _, _ in
                        try await gate.pass()
                        return Add.Reply(total: 0)
                    },
                    .toGateway(Greet.self) { _, _ in
                        try await gate.pass()
                        return Greet.Reply(greeting: "")
                    },
                ]
            )
            let client = try bus.client(of: .gateway, asking: .auth, at: [server.boundEndpoint])
            try await withRunning([server]) {
                let running = Task { await client.run() }
                let change = Task { try await client.ask(Add(amount: 1), within: .seconds(20)) }
                let read = Task { try await client.ask(Greet(name: ""), within: .seconds(20)) }
                try await eventually(within: .seconds(5), "both") { gate.arrived == 2 }
                running.cancel()
                await running.value
                await assertFault(.outcomeUnknown) { try await change.value }
                await assertFault(.unavailable) { try await read.value }
                gate.open()
            }
        }
    }

    /// Its process is stopped: the connection stands and nothing is heard, which TCP would not notice for minutes.
    func testASilentReplicaIsLeftAloneUntilItAnswersAgain() async throws {
        try await withTimeLimit(.seconds(120)) {
            let bus = try TestBus()
            let sleeper = try await Replica.start("sleeper", on: bus)
            let other = try await Replica.start("other", on: bus)
            let client = try bus.client(of: .gateway, asking: .auth, at: [sleeper.endpoint, other.endpoint])
            try await withRunning([client]) {
                try await eventually(within: .seconds(10), "both") { client.liveReplicas == 2 }
                sleeper.process.signal("STOP")
                try await Task.sleep(for: .milliseconds(200))

                // Whoever has asked it is answered by the other, a little later.
                let taken = try await duration {
                    for _ in 0..<4 { _ = try await client.ask(Greet(name: "Ada"), within: .seconds(10)) }
                }
                XCTAssertLessThan(taken, .seconds(5))
                // From then on nobody waits for it.
                let next = try await duration {
                    for _ in 0..<50 {
                        let reply = try await client.ask(Greet(name: "Ada"), within: .seconds(10))
                        XCTAssertEqual(reply.greeting, "other greets Ada")
                    }
                }
                XCTAssertLessThan(next, .milliseconds(900))

                sleeper.process.signal("CONT")
                try await eventually(within: .seconds(10), "its return") {
                    try await client.ask(Greet(name: "Ada")).greeting == "sleeper greets Ada"
                }
            }
            await sleeper.process.kill()
            await other.process.kill()
        }
    }

    func testAServerThatIsStoppedForLongIsGivenUpAndComesBack() async throws {
        try await withTimeLimit(.seconds(120)) {
            let captured = CapturedLog()
            let bus = try TestBus(log: captured.log())
            let only = try await Replica.start("only", on: bus)
            let client = try bus.client(of: .gateway, asking: .auth, at: [only.endpoint])
            try await withRunning([client]) {
                _ = try await client.ask(Greet(name: "Ada"))
                only.process.signal("STOP")
                try await Task.sleep(for: .milliseconds(300))
                await assertFault(.unavailable) { try await client.ask(Greet(name: "Ada"), within: .seconds(20)) }
                // ZeroMQ's own heartbeat gives the connection up, although TCP has not noticed anything.
                try await eventually(within: .seconds(15), "the lost connection") {
                    bus.metrics.exposition().contains("portico_bus_lost_connections_total{service=\"auth\"} 1")
                }
                try await Task.sleep(for: .seconds(3))
                only.process.signal("CONT")
                try await eventually(within: .seconds(10), "its return") {
                    (try? await client.ask(Greet(name: "Ada"))) != nil
                }
                XCTAssertFalse(captured.text.contains("the key is wrong"), "no key was wrong: \(captured.text)")
            }
            await only.process.kill()
        }
    }

    func testAServerThatIsStartedAgainAtItsPortIsFoundWithinTwoSeconds() async throws {
        try await withTimeLimit(.seconds(90)) {
            let bus = try TestBus()
            let first = try bus.server(of: .auth, answering: [.greeting(by: "first")])
            let endpoint = first.boundEndpoint
            let client = try bus.client(of: .gateway, asking: .auth, at: [endpoint])
            try await withRunning([client]) {
                try await withRunning([first]) { _ = try await client.ask(Greet(name: "Ada")) }
                try await eventually(within: .seconds(5), "the loss") { client.liveReplicas == 0 }
                try await Task.sleep(for: .seconds(2))
                let second = try bus.server(of: .auth, at: endpoint, answering: [.greeting(by: "second")])
                try await withRunning([second]) {
                    let taken = try await duration {
                        try await eventually(within: .seconds(10), "an answer") {
                            (try? await client.ask(Greet(name: "Ada"), within: .seconds(2)).greeting)
                                == "second greets Ada"
                        }
                    }
                    XCTAssertLessThan(taken, .seconds(2))
                }
            }
        }
    }

    /// A question that arrives in the moment of a restart waits for the next server instead of failing.
    func testARestartIsNotNoticedByWhoCanWaitASecond() async throws {
        try await withTimeLimit(.seconds(90)) {
            let bus = try TestBus()
            var server = try bus.server(of: .auth, answering: [.greeting()])
            let endpoint = server.boundEndpoint
            let client = try bus.client(of: .gateway, asking: .auth, at: [endpoint])
            try await withRunning([client]) {
                let asking = Task {
                    var count = 0
                    while !Task.isCancelled {
                        _ = try await client.ask(Greet(name: "Ada"), within: .seconds(10))
                        count += 1
                        try? await Task.sleep(for: .milliseconds(2))
                    }
                    return count
                }
                for _ in 0..<3 {
                    try await withRunning([server]) { try await Task.sleep(for: .milliseconds(300)) }
                    server = try bus.server(of: .auth, at: endpoint, answering: [.greeting()])
                }
                try await withRunning([server]) {
                    try await Task.sleep(for: .milliseconds(700))
                    asking.cancel()
                    switch await asking.result {
                    case .success(let count): XCTAssertGreaterThan(count, 100)
                    case .failure(let error): XCTAssertTrue(error is CancellationError, "\(error)")
                    }
                }
            }
        }
    }
}
