import ServiceRuntime
import Support
import XCTest

@testable import Messaging

/// A server that stops finishes what is in hand, and sends everybody else to another.
final class StoppingTests: XCTestCase {
    func testWhatIsInHandIsFinishedAndWhatWaitsTooAndNothingNewIsBegun() async throws {
        try await withTimeLimit(.seconds(60)) {
            var limits = MessageLimits()
            limits.concurrentQuestions = 2
            let gate = Gate()
            let bus = try TestBus()
            let leaving = try bus.server(
                of: .auth,
                limits: limits,
                answering: [
                    .toGateway(Greet.self) { request, _ in
                        try await gate.pass()
                        return Greet.Reply(greeting: request.name)
                    }
                ]
            )
            let staying = try bus.server(of: .auth, answering: [.greeting(by: "another")])
            let client = try bus.client(of: .gateway, asking: .auth, at: [leaving.boundEndpoint])
            let second = try bus.client(
                of: .gateway,
                asking: .auth,
                at: [leaving.boundEndpoint, staying.boundEndpoint]
            )
            try await withRunning([client, second, staying]) {
                let running = Task { try await leaving.run() }
                let inHand = (0..<4).map { number in
                    Task { try await client.ask(Greet(name: "\(number)"), within: .seconds(30)).greeting }
                }
                try await eventually(within: .seconds(5), "two in hand and two waiting") {
                    bus.metrics.exposition().contains("portico_bus_questions_waiting 2") && gate.arrived == 2
                }
                running.cancel()
                try await Task.sleep(for: .milliseconds(200))

                for _ in 0..<6 {
                    let reply = try await second.ask(Greet(name: "new"), within: .seconds(5))
                    XCTAssertEqual(reply.greeting, "another greets new")
                }
                gate.open()
                var answers: [String] = []
                for task in inHand { answers.append(try await task.value) }
                XCTAssertEqual(answers, ["0", "1", "2", "3"])
                try await running.value
                XCTAssertEqual(gate.arrived, 4)
            }
        }
    }

    func testAHandlerThatDoesNotEndHoldsUpTheStopForItsLimitOnly() async throws {
        try await withTimeLimit(.seconds(60)) {
            var limits = MessageLimits()
            limits.stopping = .milliseconds(500)
            let gate = Gate()
            let captured = CapturedLog()
            let bus = try TestBus(log: captured.log())
            let server = try bus.server(
                of: .auth,
                limits: limits,
                answering: [
                    .toGateway(Greet.self) { _, _ in
                        try await gate.pass()
                        return Greet.Reply(greeting: "")
                    }
                ]
            )
            let client = try bus.client(of: .gateway, asking: .auth, at: [server.boundEndpoint])
            try await withRunning([client]) {
                let running = Task { try await server.run() }
                let question = Task { try await client.ask(Greet(name: ""), within: .seconds(3)) }
                try await eventually(within: .seconds(5), "the question") { gate.arrived == 1 }
                let taken = try await duration {
                    running.cancel()
                    try await running.value
                }
                XCTAssertGreaterThan(taken, .milliseconds(450))
                XCTAssertLessThan(taken, .seconds(4))
                XCTAssertEqual(gate.cancelled, 1)
                XCTAssertTrue(captured.text.contains("gave up answers in hand"))
                switch await question.result {
                case .success: XCTFail("nobody answered this")
                case .failure(let error): XCTAssertTrue(error is Fault, "\(error)")
                }
            }
        }
    }

    func testAServerThatNeverBeganStopsAtOnceAndGivesItsPortBack() async throws {
        try await withTimeLimit(.seconds(30)) {
            let bus = try TestBus()
            let endpoint: BusEndpoint
            do {
                let server = try bus.server(of: .auth, answering: [])
                endpoint = server.boundEndpoint
            }
            try await eventually(within: .seconds(5), "the port") {
                (try? bus.server(of: .auth, at: endpoint, answering: [])) != nil
            }
        }
    }

    func testTheAnswerOfTheLastMomentStillArrives() async throws {
        try await withTimeLimit(.seconds(60)) {
            let bus = try TestBus()
            for round in 0..<30 {
                let gate = Gate()
                let server = try bus.server(
                    of: .auth,
                    answering: [
                        .toGateway(Add.self) { _, _ in
                            try await gate.pass()
                            return Add.Reply(total: round)
                        }
                    ]
                )
                let client = try bus.client(of: .gateway, asking: .auth, at: [server.boundEndpoint])
                try await withRunning([client]) {
                    let running = Task { try await server.run() }
                    let change = Task { try await client.ask(Add(amount: 1), within: .seconds(5)) }
                    try await eventually(within: .seconds(5), "the change") { gate.arrived == 1 }
                    running.cancel()
                    gate.open()
                    let reply = try await change.value
                    XCTAssertEqual(reply.total, round)
                    try await running.value
                }
            }
        }
    }
}
