import ServiceRuntime
import Support
import XCTest

@testable import Messaging

/// Nobody waits longer than the deadline, and nobody works past it.
final class DeadlineTests: XCTestCase {
    func testTheCallerIsToldInTimeAlthoughTheHandlerGoesOn() async throws {
        try await withTimeLimit(.seconds(30)) {
            let gate = Gate()
            let answer = Answer.toGateway(Greet.self) { _, _ in
                try await gate.pass()
                return Greet.Reply(greeting: "")
            }
            try await TestBus().withLine(from: .gateway, to: .auth, answering: [answer]) { client in
                let taken = await duration {
                    await assertFault(.deadlinePassed) {
                        try await client.ask(Greet(name: "Ada"), within: .milliseconds(400))
                    }
                }
                XCTAssertGreaterThanOrEqual(taken, .milliseconds(390))
                XCTAssertLessThan(taken, .milliseconds(1500))
                // Cancelled at the deadline, without its caller having to ask for it.
                try await eventually(within: .seconds(5), "the cancellation") { gate.cancelled == 1 }
            }
        }
    }

    func testAHandlerIsCancelledAtTheDeadlineAlthoughItsCallerSaysNothing() async throws {
        try await withTimeLimit(.seconds(30)) {
            let gate = Gate()
            try await withRawCaller(
                answering: .toGateway(Greet.self) { _, _ in
                    try await gate.pass()
                    return Greet.Reply(greeting: "")
                }
            ) { caller in
                try caller.send([
                    try Envelope.asking(Greet.subject, within: .milliseconds(300)), Array(#"{"name":""}"#.utf8),
                ])
                try await eventually(within: .seconds(5), "the cancellation") { gate.cancelled == 1 }
                let nothing = try await caller.next(within: .milliseconds(200))
                XCTAssertNil(nothing, "nobody waits for an answer any more")
            }
        }
    }

    func testWhatArrivesPastItsDeadlineIsDropped() async throws {
        try await withTimeLimit(.seconds(30)) {
            let names = Noted<String>()
            let body = Array(#"{"name":"late"}"#.utf8)
            try await withRawCaller(
                answering: .toGateway(Greet.self) { request, _ in
                    names.note(request.name)
                    return Greet.Reply(greeting: "")
                }
            ) { caller in
                for moment: Int64 in [0, 1, -1, .min, 1_000_000_000_000] {
                    try caller.send([try Envelope.asking(Greet.subject, 1, deadlineMilliseconds: moment), body])
                }
                try caller.send([try Envelope.asking(Greet.subject, 2), Array(#"{"name":"in time"}"#.utf8)])
                let answer = try await caller.nextAnswer()
                XCTAssertEqual(answer?.envelope.correlation, 2)
            }
            XCTAssertEqual(names.all, ["in time"])
        }
    }

    func testADeadlineFarAheadIsNotBelieved() async throws {
        try await withTimeLimit(.seconds(30)) {
            let deadlines = Noted<Duration>()
            try await withRawCaller(
                answering: .toGateway(Greet.self) { _, context in
                    deadlines.note(context.deadline.remaining)
                    return Greet.Reply(greeting: "")
                }
            ) { caller in
                for moment: Int64 in [.max, 9_000_000_000_000] {
                    try caller.send([
                        try Envelope.asking(Greet.subject, 1, deadlineMilliseconds: moment),
                        Array(#"{"name":""}"#.utf8),
                    ])
                    _ = try await caller.nextAnswer()
                }
            }
            XCTAssertEqual(deadlines.all.count, 2)
            for remaining in deadlines.all {
                XCTAssertLessThanOrEqual(remaining, .seconds(60))
                XCTAssertGreaterThan(remaining, .seconds(50))
            }
        }
    }

    /// A server that was started and does not answer yet: connected, and silent.
    func testASilentServerDoesNotHoldUpItsCallers() async throws {
        try await withTimeLimit(.seconds(30)) {
            let bus = try TestBus()
            let server = try bus.server(of: .auth, answering: [.greeting()])
            let client = try bus.client(of: .gateway, asking: .auth, at: [server.boundEndpoint])
            try await withRunning([client]) {
                try await eventually(within: .seconds(5), "the connection") { client.liveReplicas == 1 }
                let taken = await duration {
                    await assertFault(.deadlinePassed) {
                        try await client.ask(Greet(name: "Ada"), within: .milliseconds(300))
                    }
                }
                XCTAssertLessThan(taken, .milliseconds(1300))
                // Past silence and a ping without answer there is nobody left to ask, and no need to wait for the deadline.
                let given = await duration {
                    await assertFault(.unavailable) { try await client.ask(Greet(name: "Ada"), within: .seconds(20)) }
                }
                XCTAssertLessThan(given, .seconds(6))
            }
        }
    }

    func testWithNobodyThereTheAnswerIsUnavailableWithinASecondOrSo() async throws {
        try await withTimeLimit(.seconds(30)) {
            let client = try TestBus().client(
                of: .gateway,
                asking: .auth,
                at: [BusEndpoint(host: "127.0.0.1", port: 1)]
            )
            try await withRunning([client]) {
                let taken = await duration {
                    await assertFault(.unavailable) { try await client.ask(Greet(name: "Ada"), within: .seconds(20)) }
                }
                XCTAssertLessThan(taken, .seconds(3))
                await assertFault(.unavailable) {
                    try await client.ask(Add(amount: 1), within: .milliseconds(100))
                }
                await assertFault(.deadlinePassed) { try await client.ask(Greet(name: "Ada"), within: .zero) }
            }
        }
    }

    func testWhatAHandlerAsksOthersEndsWithItsOwnDeadline() async throws {
        try await withTimeLimit(.seconds(30)) {
            let bus = try TestBus()
            let remaining = Noted<Duration>()
            let inner = try bus.server(
                of: .mfa,
                answering: [
                    Answer(
                        Answering<Greet> { _, context in
                            remaining.note(context.deadline.remaining)
                            return Greet.Reply(greeting: "")
                        },
                        to: .auth
                    )
                ]
            )
            let between = try bus.client(of: .auth, asking: .mfa, at: [inner.boundEndpoint])
            let outer = Answer.toGateway(Add.self) { _, _ in
                _ = try await between.ask(Greet(name: "Ada"), within: .seconds(50))
                return Add.Reply(total: 0)
            }
            try await withRunning([inner, between]) {
                try await bus.withLine(from: .gateway, to: .auth, answering: [outer]) { client in
                    try await client.ask(Add(amount: 1), within: .seconds(5))
                }
            }
            XCTAssertEqual(remaining.all.count, 1)
            XCTAssertLessThanOrEqual(try XCTUnwrap(remaining.all.first), .seconds(5))
        }
    }

    func testCancellingTheCallerEndsTheWaitAtOnceAndTheWorkSoon() async throws {
        try await withTimeLimit(.seconds(30)) {
            let gate = Gate()
            let answer = Answer.toGateway(Greet.self) { _, _ in
                try await gate.pass()
                return Greet.Reply(greeting: "")
            }
            try await TestBus().withLine(from: .gateway, to: .auth, answering: [answer]) { client in
                let task = Task { try await client.ask(Greet(name: "Ada"), within: .seconds(20)) }
                try await eventually(within: .seconds(5), "the question") { gate.arrived == 1 }
                task.cancel()
                let begun = ContinuousClock.now
                switch await task.result {
                case .success: XCTFail("a cancelled call gave an answer")
                case .failure(let error): XCTAssertTrue(error is CancellationError, "\(error)")
                }
                XCTAssertLessThan(begun.duration(to: .now), .seconds(1))
                try await eventually(within: .seconds(5), "the cancellation") { gate.cancelled == 1 }

                gate.open()
                _ = try await client.ask(Greet(name: "the line goes on"))
            }
        }
    }

    private func withRawCaller(answering answer: Answer, _ body: (RawCaller) async throws -> Void) async throws {
        let bus = try TestBus()
        let server = try bus.server(of: .auth, answering: [answer])
        try await withRunning([server]) {
            let caller = try RawCaller(
                to: server.boundEndpoint,
                as: bus.key(of: .gateway),
                provingKey: bus.key(of: .auth).publicKey
            )
            try await body(caller.connected())
        }
    }
}
