import ServiceRuntime
import Support
import XCTest

@testable import Messaging

/// Every queue has a size: what is too much is said to be so at once, and room that is given back can be used again.
final class OverloadTests: XCTestCase {
    private func small() -> MessageLimits {
        var limits = MessageLimits()
        limits.concurrentQuestions = 2
        limits.waitingQuestions = 3
        return limits
    }

    private func held(by gate: Gate) -> Answer {
        .toGateway(Greet.self) { request, _ in
            try await gate.pass()
            return Greet.Reply(greeting: request.name)
        }
    }

    func testWhatIsTooMuchIsOverloadedAtOnceAndLaterThereIsRoomAgain() async throws {
        try await withTimeLimit(.seconds(60)) {
            let gate = Gate()
            let bus = try TestBus()
            try await bus.withLine(from: .gateway, to: .auth, limits: small(), answering: [held(by: gate)]) { client in
                try await withThrowingTaskGroup(of: String.self) { group in
                    for number in 0..<5 {
                        group.addTask { try await client.ask(Greet(name: "\(number)"), within: .seconds(30)).greeting }
                    }
                    try await eventually(within: .seconds(5), "a full queue") {
                        bus.metrics.exposition().contains("portico_bus_questions_waiting 3")
                    }
                    let taken = await duration {
                        for _ in 0..<10 {
                            await assertFault(.overloaded) {
                                try await client.ask(Greet(name: "x"), within: .seconds(30))
                            }
                        }
                    }
                    XCTAssertLessThan(taken, .seconds(2))
                    XCTAssertEqual(gate.arrived, 2, "what waits for its turn is not begun")

                    gate.open()
                    let answers = try await group.reduce(into: Set<String>()) { $0.insert($1) }
                    XCTAssertEqual(answers, ["0", "1", "2", "3", "4"])
                }
                for _ in 0..<20 { _ = try await client.ask(Greet(name: "again")) }
                XCTAssertEqual(gate.arrived, 25)
            }
        }
    }

    /// What waits and is given up must not hold its place.
    func testAQuestionThatIsCancelledWhileItWaitsGivesItsPlaceBackAndNeverRuns() async throws {
        try await withTimeLimit(.seconds(60)) {
            let gate = Gate()
            let bus = try TestBus()
            try await bus.withLine(from: .gateway, to: .auth, limits: small(), answering: [held(by: gate)]) { client in
                let running = (0..<2).map { _ in
                    Task { try await client.ask(Greet(name: "runs"), within: .seconds(30)) }
                }
                try await eventually(within: .seconds(5), "two at work") { gate.arrived == 2 }
                let waiting = (0..<3).map { _ in
                    Task { try await client.ask(Greet(name: "waits"), within: .seconds(30)) }
                }
                try await eventually(within: .seconds(5), "three waiting") {
                    bus.metrics.exposition().contains("portico_bus_questions_waiting 3")
                }
                for task in waiting { task.cancel() }
                try await eventually(within: .seconds(5), "their places") {
                    bus.metrics.exposition().contains("portico_bus_questions_waiting 0")
                }
                let last = Task { try await client.ask(Greet(name: "last"), within: .seconds(30)) }
                try await eventually(within: .seconds(5), "a place") {
                    bus.metrics.exposition().contains("portico_bus_questions_waiting 1")
                }
                gate.open()
                for task in running { _ = try await task.value }
                let answer = try await last.value
                XCTAssertEqual(answer.greeting, "last")
                XCTAssertEqual(gate.arrived, 3)
            }
        }
    }

    /// A caller that uses one number twice must not be able to use up a server.
    func testOneNumberTwiceTakesOnePlaceOnly() async throws {
        try await withTimeLimit(.seconds(60)) {
            let gate = Gate()
            let bus = try TestBus()
            let server = try bus.server(of: .auth, limits: small(), answering: [held(by: gate)])
            try await withRunning([server]) {
                let caller = try await RawCaller(
                    to: server.boundEndpoint,
                    as: bus.key(of: .gateway),
                    provingKey: bus.key(of: .auth).publicKey
                ).connected()
                let body = Array(#"{"name":"Ada"}"#.utf8)
                // Two at work, one waiting, and each of them again and again.
                for _ in 0..<10 {
                    for number: UInt64 in 1...3 {
                        try caller.send([try Envelope.asking(Greet.subject, number, within: .seconds(30)), body])
                    }
                }
                try await eventually(within: .seconds(5), "the questions") {
                    bus.metrics.exposition().contains("portico_bus_malformed_total 27")
                }
                gate.open()
                var answered: [UInt64] = []
                for _ in 0..<3 { answered.append(try await unwrap(caller.nextAnswer()).envelope.correlation) }
                XCTAssertEqual(answered.sorted(), [1, 2, 3])
                for number: UInt64 in 10..<20 {
                    try caller.send([try Envelope.asking(Greet.subject, number), body])
                    let answer = try await caller.nextAnswer()
                    XCTAssertEqual(answer?.envelope.correlation, number)
                }
                XCTAssertTrue(bus.metrics.exposition().contains("portico_bus_questions_running 0"))
            }
        }
    }

    func testWhatWaitsPastItsDeadlineIsNotBegun() async throws {
        try await withTimeLimit(.seconds(60)) {
            let gate = Gate()
            try await TestBus().withLine(from: .gateway, to: .auth, limits: small(), answering: [held(by: gate)]) {
                client in
                let running = (0..<2).map { _ in
                    Task { try await client.ask(Greet(name: "runs"), within: .seconds(30)) }
                }
                try await eventually(within: .seconds(5), "two at work") { gate.arrived == 2 }
                await assertFault(.deadlinePassed) {
                    try await client.ask(Greet(name: "waits"), within: .milliseconds(200))
                }
                gate.open()
                for task in running { _ = try await task.value }
                _ = try await client.ask(Greet(name: "after"))
                XCTAssertEqual(gate.arrived, 3)
            }
        }
    }

    func testAClientHasABoundOfItsOwn() async throws {
        try await withTimeLimit(.seconds(60)) {
            var limits = MessageLimits()
            limits.questionsInFlight = 4
            let gate = Gate()
            try await TestBus().withLine(from: .gateway, to: .auth, limits: limits, answering: [held(by: gate)]) {
                client in
                let four = (0..<4).map { _ in Task { try await client.ask(Greet(name: ""), within: .seconds(30)) } }
                try await eventually(within: .seconds(5), "four at work") { gate.arrived == 4 }
                await assertFault(.overloaded) { try await client.ask(Greet(name: "")) }
                gate.open()
                for task in four { _ = try await task.value }
                _ = try await client.ask(Greet(name: ""))
            }
        }
    }

    /// Foreseen in no contract, and to be survived all the same: no more sockets, for one.
    func testWhenTheClientBreaksDownNobodyIsLeftWaiting() async throws {
        try await withTimeLimit(.seconds(60)) {
            var limits = MessageLimits()
            limits.replicas = 400
            limits.connecting = .seconds(50)
            let captured = CapturedLog()
            let bus = try TestBus(log: captured.log())
            let far = (1...400).map { BusEndpoint(host: "127.0.\(1 + $0 / 250).\(1 + $0 % 250)", port: 1) }
            let client = try bus.client(of: .gateway, asking: .auth, at: far, limits: limits)
            let waiting = (0..<20).map { _ in Task { try await client.ask(Greet(name: ""), within: .seconds(50)) } }
            await client.run()
            XCTAssertTrue(captured.text.contains("the bus broke down"), captured.text)
            for task in waiting { await assertFault(.unavailable) { try await task.value } }
            await assertFault(.unavailable) { try await client.ask(Greet(name: "")) }
        }
    }

    private func unwrap<Value>(_ value: Value?) throws -> Value { try XCTUnwrap(value) }
}
