import ServiceRuntime
import Support
import XCTest
import ZeroMQ

@testable import Messaging

/// Who may ask what: by the key of the connection, subject by subject, and nothing by default.
final class PermissionTests: XCTestCase {
    func testACallerMayAskOnlyWhatItIsListedFor() async throws {
        try await withTimeLimit(.seconds(30)) {
            let asked = Noted<CallerName>()
            let greeting = Answering<Greet> { _, context in
                asked.note(context.caller.name)
                return Greet.Reply(greeting: "")
            }
            let adding = Answering<Add> { request, _ in Add.Reply(total: request.amount) }
            let bus = try TestBus()
            let server = try bus.server(
                of: .auth,
                answering: [Answer(greeting, to: .gateway, .mfa), Answer(adding, to: .operator)]
            )
            let callers: [CallerName] = [.gateway, .mfa, .profile, .operator]
            let clients = try callers.map { try bus.client(of: $0, asking: .auth, at: [server.boundEndpoint]) }
            try await withRunning([server] + clients) {
                _ = try await clients[0].ask(Greet(name: ""))
                _ = try await clients[1].ask(Greet(name: ""))
                await assertFault(.notPermitted) { try await clients[2].ask(Greet(name: "")) }
                await assertFault(.notPermitted) { try await clients[3].ask(Greet(name: "")) }
                await assertFault(.notPermitted) { try await clients[0].ask(Add(amount: 1)) }
                let sum = try await clients[3].ask(Add(amount: 1))
                XCTAssertEqual(sum.total, 1)
            }
            XCTAssertEqual(asked.all, [.gateway, .mfa], "no handler ran for those who may not ask")
        }
    }

    func testAQuestionThatNobodyAnswersIsSaidToBeUnknown() async throws {
        try await withTimeLimit(.seconds(30)) {
            try await TestBus().withLine(from: .gateway, to: .auth, answering: [.greeting()]) { client in
                await assertFault(.unknownSubject) { try await client.ask(Add(amount: 1)) }
                _ = try await client.ask(Greet(name: "the line goes on"))
            }
        }
    }

    func testAListThatAnswersOneQuestionTwiceIsRefused() throws {
        let bus = try TestBus()
        XCTAssertThrowsError(try bus.server(of: .auth, answering: [.greeting(), .greeting()])) {
            XCTAssertEqual("\($0)", "test.greet.v1 is answered twice")
        }
    }

    func testAnAddressThatIsTakenIsSaidToBeTaken() throws {
        let bus = try TestBus()
        let server = try bus.server(of: .auth, answering: [])
        XCTAssertThrowsError(try bus.server(of: .auth, at: server.boundEndpoint, answering: [])) {
            XCTAssertEqual(
                "\($0)",
                "the bus cannot listen at \(server.boundEndpoint): cannot listen at \(server.boundEndpoint): "
                    + "Address already in use"
            )
        }
    }

    /// Without a key nobody could tell a repeat from a second wish.
    func testAChangeWithoutAnIdempotencyKeyIsNotBegun() async throws {
        try await withTimeLimit(.seconds(30)) {
            let totals = Noted<Int>()
            let bus = try TestBus()
            let answer = Answer.toGateway(Add.self) { request, _ in
                totals.note(request.amount)
                return Add.Reply(total: request.amount)
            }
            let server = try bus.server(of: .auth, answering: [answer])
            try await withRunning([server]) {
                let caller = try await RawCaller(
                    to: server.boundEndpoint,
                    as: bus.key(of: .gateway),
                    provingKey: bus.key(of: .auth).publicKey
                ).connected()
                try caller.send([try Envelope.asking(Add.subject), Array(#"{"amount":1}"#.utf8)])
                let fault = try await caller.nextAnswer().map { try Body.decode(Fault.self, from: $0.body) }
                XCTAssertEqual(fault?.kind, .malformed)
                try caller.send([
                    try Envelope.asking(Add.subject, 2, key: IdempotencyKey()), Array(#"{"amount":2}"#.utf8),
                ])
                _ = try await caller.nextAnswer()
            }
            XCTAssertEqual(totals.all, [2])
        }
    }

    /// libzmq lets a peer choose its routing id: it must be worth nothing.
    func testClaimingTheRoutingIDOfAnotherGainsNothing() async throws {
        try await withTimeLimit(.seconds(30)) {
            let bus = try TestBus()
            let names = Noted<CallerName>()
            let secret = Answering<Greet> { _, context in
                names.note(context.caller.name)
                return Greet.Reply(greeting: "for the operator")
            }
            let server = try bus.server(of: .auth, answering: [Answer(secret, to: .operator)])
            try await withRunning([server]) {
                func connect(_ program: CallerName, _ routingID: String) async throws -> RawCaller {
                    try await RawCaller(
                        to: server.boundEndpoint,
                        as: bus.key(of: program),
                        provingKey: bus.key(of: .auth).publicKey,
                        routingID: routingID
                    ).connected()
                }
                let body = Array(#"{"name":""}"#.utf8)
                // Before the operator is there, while it is there, and under its name.
                let impostor = try await connect(.gateway, "operator")
                try impostor.send([try Envelope.asking(Greet.subject, 1), body])
                let told = try await impostor.nextAnswer().map { try Body.decode(Fault.self, from: $0.body) }
                XCTAssertEqual(told?.kind, .notPermitted)

                let theOperator = try await connect(.operator, "true operator")
                let second = try await connect(.gateway, "true operator")
                try theOperator.send([try Envelope.asking(Greet.subject, 2), body])
                _ = try? second.dealer.send([try Envelope.asking(Greet.subject, 2), body])
                let answer = try await theOperator.nextAnswer()
                XCTAssertEqual(answer?.envelope.content, .answer(.reply))
                let nothing = try await second.next(within: .milliseconds(300))
                XCTAssertNil(nothing, "the second of two with one routing id hears nothing")
            }
            XCTAssertEqual(names.all, [.operator])
        }
    }
}
