import Foundation
import Messaging
import ServiceRuntime
import Support
import XCTest

/// What a handler gives or throws is what the caller gets, as the same Swift value.
final class ExchangeTests: XCTestCase {
    func testAReplyArrivesAsItWasGiven() async throws {
        try await withTimeLimit(.seconds(30)) {
            let moment = Date(timeIntervalSinceReferenceDate: 812_345_678.123456789)
            let bus = try TestBus()
            let answer = Answer.toGateway(Greet.self) {
                Greet.Reply(greeting: "Hello \($0.name)\u{0} 👋 \($1.caller.name)", at: moment)
            }
            try await bus.withLine(from: .gateway, to: .auth, answering: [answer]) { client in
                let reply = try await client.ask(Greet(name: "Ada “x” \\ \n"))
                XCTAssertEqual(reply, Greet.Reply(greeting: "Hello Ada “x” \\ \n\u{0} 👋 gateway", at: moment))
            }
        }
    }

    func testEveryRefusalArrivesTyped() async throws {
        try await withTimeLimit(.seconds(30)) {
            let answer = Answer.toGateway(Greet.self) { request, _ in
                throw try XCTUnwrap(Greet.Refusal(rawValue: request.name))
            }
            try await TestBus().withLine(from: .gateway, to: .auth, answering: [answer]) { client in
                for refusal in Greet.Refusal.allCases {
                    await assertThrows(refusal) { try await client.ask(Greet(name: refusal.rawValue)) }
                }
            }
        }
    }

    func testADenialArrivesWithItsDetail() async throws {
        try await withTimeLimit(.seconds(30)) {
            let denial = Denial(code: "passport-expired", detail: ["needs": "mfa"])
            let answer = Answer.toGateway(Greet.self) { _, _ in throw denial }
            try await TestBus().withLine(from: .gateway, to: .auth, answering: [answer]) { client in
                await assertThrows(denial) { try await client.ask(Greet(name: "")) }
            }
        }
    }

    func testEveryFaultArrivesTyped() async throws {
        try await withTimeLimit(.seconds(30)) {
            let answer = Answer.toGateway(Greet.self) { request, _ in
                throw Fault(try XCTUnwrap(Fault.Kind(rawValue: request.name)), incident: "abc")
            }
            try await TestBus().withLine(from: .gateway, to: .auth, answering: [answer]) { client in
                for kind in Fault.Kind.allCases {
                    await assertThrows(Fault(kind, incident: "abc")) {
                        try await client.ask(Greet(name: kind.rawValue))
                    }
                }
            }
        }
    }

    func testAnUnexpectedErrorReachesTheCallerAsAnIncidentNumberOnly() async throws {
        try await withTimeLimit(.seconds(30)) {
            struct Surprise: Error, CustomStringConvertible { let description = "password=hunter2 in table accounts" }
            let captured = CapturedLog()
            let answer = Answer.toGateway(Greet.self) { _, _ in throw Surprise() }
            let bus = try TestBus(log: captured.log())
            try await bus.withLine(from: .gateway, to: .auth, answering: [answer]) { client in
                let fault = await assertFault(.failed) { try await client.ask(Greet(name: "Ada")) }
                let incident = try XCTUnwrap(fault?.incident)
                XCTAssertEqual(incident.count, 12)
                XCTAssertEqual(fault?.description, "the service failed (incident \(incident))")
                let line = try XCTUnwrap(captured.lines.first { $0.contains(incident) })
                XCTAssertTrue(line.contains("hunter2"), "the log tells the cause: \(line)")
                XCTAssertTrue(line.contains("test.greet.v1") && line.contains("gateway"), line)
                let next = await assertFault(.failed) { try await client.ask(Greet(name: "Ada")) }
                XCTAssertNotEqual(next?.incident, incident)
            }
        }
    }

    func testAnErrorThatKnowsItsFaultIsLoggedAndArrivesAsThatFault() async throws {
        try await withTimeLimit(.seconds(30)) {
            struct DatabaseGone: ExpressibleAsFault { var faultKind: Fault.Kind? { .unavailable } }
            struct Ordinary: ExpressibleAsFault { var faultKind: Fault.Kind? { nil } }
            let captured = CapturedLog()
            let answer = Answer.toGateway(Greet.self) { request, _ in
                if request.name == "ordinary" { throw Ordinary() }
                throw DatabaseGone()
            }
            let bus = try TestBus(log: captured.log())
            try await bus.withLine(from: .gateway, to: .auth, answering: [answer]) { client in
                let fault = await assertFault(.unavailable) { try await client.ask(Greet(name: "Ada")) }
                XCTAssertTrue(captured.text.contains(try XCTUnwrap(fault?.incident)))
                await assertFault(.failed) { try await client.ask(Greet(name: "ordinary")) }
            }
        }
    }

    /// A refusal means something only in its own contract: another service's must not be read as one of ours.
    func testARefusalOfAnotherContractIsAFailure() async throws {
        try await withTimeLimit(.seconds(30)) {
            enum Foreign: String, RefusalReason { case nobodyThere }
            let answer = Answer.toGateway(Greet.self) { _, _ in throw Foreign.nobodyThere }
            try await TestBus().withLine(from: .gateway, to: .auth, answering: [answer]) { client in
                await assertFault(.failed) { try await client.ask(Greet(name: "Ada")) }
            }
        }
    }

    func testAnAnswerThatIsNotWhatTheContractSaysIsAFailureWithAnIncident() async throws {
        try await withTimeLimit(.seconds(30)) {
            /// The same subject, as another version of the program might understand it.
            struct OtherGreet: Request {
                static let subject = Greet.subject
                static let effect = Effect.reads
                var name: String
                struct Reply: Codable, Sendable { var secretWord: Int }
                typealias Refusal = Never
            }
            let captured = CapturedLog()
            let answer = Answer.toGateway(OtherGreet.self) { _, _ in OtherGreet.Reply(secretWord: 42) }
            let bus = try TestBus(log: captured.log())
            try await bus.withLine(from: .gateway, to: .auth, answering: [answer]) { client in
                let fault = await assertFault(.failed) { try await client.ask(Greet(name: "Ada")) }
                XCTAssertTrue(captured.text.contains(try XCTUnwrap(fault?.incident)))
            }
        }
    }

    func testTheHandlerKnowsWhoAsksWithWhatAndUntilWhen() async throws {
        try await withTimeLimit(.seconds(30)) {
            let contexts = Noted<RequestContext>()
            let locals = Noted<(Deadline?, TraceID?)>()
            let bus = try TestBus()
            let answers = [
                Answer.toGateway(Greet.self) { _, context in
                    contexts.note(context)
                    locals.note((Deadline.current, TraceID.current))
                    return Greet.Reply(greeting: "")
                },
                Answer.toGateway(Add.self) { _, context in
                    contexts.note(context)
                    return Add.Reply(total: 0)
                },
            ]
            let trace = TraceID()
            let key = IdempotencyKey()
            try await bus.withLine(from: .gateway, to: .auth, answering: answers) { client in
                try await TraceID.$current.withValue(trace) {
                    _ = try await client.ask(Greet(name: "Ada"), with: [1, 2, 3], within: .seconds(2))
                }
                _ = try await client.ask(Greet(name: "Bob"))
                _ = try await client.ask(Add(amount: 1))
                _ = try await client.ask(Add(amount: 1), once: key)
                _ = try await client.ask(Add(amount: 2), once: key)
            }
            let all = contexts.all
            XCTAssertEqual(Set(all.map(\.caller.name)), [.gateway])
            XCTAssertEqual(Set(all.map(\.caller.key)), [try bus.key(of: .gateway).publicKey])
            XCTAssertEqual(all.map(\.credential), [[1, 2, 3], nil, nil, nil, nil])
            XCTAssertEqual(all[0].trace, trace)
            XCTAssertNotEqual(all[1].trace, trace)
            XCTAssertEqual(locals.all[0].1, trace)
            XCTAssertEqual(locals.all[0].0, all[0].deadline)
            let ahead = ContinuousClock.now.duration(to: all[0].deadline.instant)
            XCTAssertLessThan(ahead, .seconds(2))
            XCTAssertGreaterThan(ahead, .seconds(-20))

            XCTAssertNil(all[0].idempotencyKey, "a read needs no key")
            XCTAssertNotNil(all[2].idempotencyKey, "a change always has one")
            XCTAssertEqual(all[3].idempotencyKey, key)
            XCTAssertEqual(all[2].bodyDigest, all[3].bodyDigest, "the same question is the same bytes")
            XCTAssertNotEqual(all[3].bodyDigest, all[4].bodyDigest)
        }
    }

    func testAsLargeAsMayBeArrivesAndLargerIsRefusedWithoutLosingTheLine() async throws {
        try await withTimeLimit(.seconds(60)) {
            var limits = MessageLimits()
            limits.largestBody = 100_000
            let frame = #"{"name":""}"#.utf8.count
            let bus = try TestBus()
            let answer = Answer.toGateway(Greet.self) { request, _ in
                Greet.Reply(greeting: String(repeating: "x", count: request.name == "much" ? 100_000 : 99_985))
            }
            try await bus.withLine(from: .gateway, to: .auth, limits: limits, answering: [answer]) { client in
                let name = String(repeating: "n", count: limits.largestBody - frame)
                let reply = try await client.ask(Greet(name: name))
                XCTAssertEqual(
                    try JSONEncoder().encode(reply).count,
                    limits.largestBody,
                    "the answer is as large as may be"
                )
                await assertFault(.malformed) { try await client.ask(Greet(name: name + "n")) }
                await assertFault(.failed) { try await client.ask(Greet(name: "much")) }
                await assertFault(.malformed) {
                    try await client.ask(Greet(name: ""), with: [UInt8](repeating: 0, count: 8193))
                }
                _ = try await client.ask(Greet(name: ""), with: [UInt8](repeating: 0, count: 8192))
                XCTAssertFalse(
                    bus.metrics.exposition().contains("portico_bus_lost_connections_total{service=\"auth\"} 1")
                )
            }
        }
    }

    func testHealthIsToldToEveryCallerWhoseKeyIsKnown() async throws {
        try await withTimeLimit(.seconds(30)) {
            let bus = try TestBus()
            let health = Health(isReady: false, details: ["database": "not ready"])
            let server = try bus.server(of: .auth, health: { health }, answering: [])
            let clients = try [CallerName.gateway, .apps, .operator].map {
                try bus.client(of: $0, asking: .auth, at: [server.boundEndpoint])
            }
            try await withRunning([server] + clients) {
                for client in clients {
                    let reply = try await client.ask(AskHealth())
                    XCTAssertEqual(reply.health, health)
                }
            }
        }
    }
}
