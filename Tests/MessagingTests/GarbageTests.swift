import Foundation
import ServiceRuntime
import Support
import XCTest
import ZeroMQ

@testable import Messaging

/// Whatever arrives, the program lives, and answers or drops it as designed.
final class GarbageTests: XCTestCase {
    private struct Case {
        let name: String
        let frames: [[UInt8]]
        /// The question that is answered *malformed*; `nil` where nothing comes back.
        let answered: UInt64?
    }

    private func envelopes() throws -> [Case] {
        let good = try Envelope.asking(Greet.subject, 5)
        let body = Array(#"{"name":"Ada"}"#.utf8)
        func altered(_ index: Int, _ byte: UInt8) -> [UInt8] {
            var bytes = good
            bytes[index] = byte
            return bytes
        }
        func plain(_ content: Envelope.Content) -> [UInt8] { Envelope(correlation: 5, content: content).bytes ?? [] }
        let subjectAt = good.count - Greet.subject.name.utf8.count
        return [
            Case(name: "an empty frame", frames: [[]], answered: nil),
            Case(name: "two empty frames", frames: [[], []], answered: nil),
            Case(name: "another version", frames: [altered(0, 2), body], answered: nil),
            Case(name: "version 0", frames: [altered(0, 0), body], answered: nil),
            Case(name: "an unknown kind", frames: [altered(1, 7), body], answered: nil),
            Case(name: "half a correlation", frames: [Array(good.prefix(6)), body], answered: nil),
            Case(name: "a question that ends at once", frames: [Array(good.prefix(10)), body], answered: 5),
            Case(name: "a question without a subject", frames: [Array(good.prefix(35)), body], answered: 5),
            Case(name: "an unknown flag", frames: [altered(10, 4), body], answered: 5),
            Case(name: "a key that is not there", frames: [altered(10, 1), body], answered: 5),
            Case(name: "a credential that is not there", frames: [altered(10, 2), body], answered: 5),
            Case(name: "a subject in capitals", frames: [altered(subjectAt, 0x41), body], answered: 5),
            Case(name: "a subject with a line end", frames: [altered(subjectAt, 0x0A), body], answered: 5),
            Case(name: "an empty subject", frames: [altered(subjectAt - 1, 0), body], answered: 5),
            Case(name: "a subject that is too long", frames: [altered(subjectAt - 1, 255), body], answered: 5),
            Case(name: "something left over", frames: [good + [0], body], answered: 5),
            Case(
                name: "an envelope larger than any",
                frames: [good + [UInt8](repeating: 0, count: Envelope.largest), body],
                answered: nil
            ),
            Case(name: "no body", frames: [good], answered: 5),
            Case(name: "a third frame", frames: [good, body, body], answered: 5),
            Case(name: "many frames", frames: [good] + [[UInt8]](repeating: body, count: 200), answered: 5),
            Case(name: "an answer", frames: [plain(.answer(.reply)), body], answered: nil),
            Case(name: "a pong", frames: [plain(.pong)], answered: nil),
            Case(name: "a leaving", frames: [plain(.leaving)], answered: nil),
            Case(name: "a cancel of nothing", frames: [plain(.cancel)], answered: nil),
        ]
    }

    func testAServerLivesThroughEveryMalformedEnvelope() async throws {
        try await withTimeLimit(.seconds(60)) {
            try await withServer { caller in
                for (number, garbage) in try envelopes().enumerated() {
                    try caller.send(garbage.frames)
                    if let correlation = garbage.answered {
                        let answer = try await caller.nextAnswer()
                        XCTAssertEqual(answer?.envelope.correlation, correlation, garbage.name)
                        XCTAssertEqual(answer?.envelope.content, .answer(.fault), garbage.name)
                        XCTAssertEqual(try answer.map { try Body.decode(Fault.self, from: $0.body) }, Fault(.malformed))
                    }
                    // What comes next is the answer to this, and so nothing came for the garbage.
                    try await assertAnswers(caller, 1000 + UInt64(number), after: garbage.name)
                }
            }
        }
    }

    func testAServerLivesThroughEveryMalformedBody() async throws {
        let bodies: [(String, [UInt8])] = [
            ("nothing", []), ("a space", [32]), ("null", Array("null".utf8)), ("an array", Array("[]".utf8)),
            ("an empty object", Array("{}".utf8)), ("another type", Array(#"{"name":1}"#.utf8)),
            ("a null name", Array(#"{"name":null}"#.utf8)), ("an unfinished one", Array(#"{"name":"A"#.utf8)),
            ("two", Array(#"{"name":"A"}{"name":"B"}"#.utf8)),
            ("not UTF-8", Array(#"{"name":""#.utf8) + [0xFF, 0xFE, 34, 125]),
            ("half a surrogate", Array(#"{"name":"\ud800"}"#.utf8)), ("zeros", [UInt8](repeating: 0, count: 1000)),
            ("deep arrays", [UInt8](repeating: UInt8(ascii: "["), count: 500_000)),
            ("deep objects", Array(String(repeating: #"{"name":"#, count: 60_000).utf8)),
            ("a large number", Array(#"{"name":1e999999999}"#.utf8)),
        ]
        try await withTimeLimit(.seconds(60)) {
            try await withServer { caller in
                for (number, (name, body)) in bodies.enumerated() {
                    try caller.send([try Envelope.asking(Greet.subject, UInt64(number)), body])
                    let answer = try await caller.nextAnswer()
                    XCTAssertEqual(answer?.envelope.correlation, UInt64(number), name)
                    let fault = try answer.map { try Body.decode(Fault.self, from: $0.body) }
                    XCTAssertEqual(fault?.kind, .malformed, name)
                    XCTAssertNotNil(fault?.incident, name)
                    try await assertAnswers(caller, 1000 + UInt64(number), after: name)
                }
            }
        }
    }

    /// Nothing of an unreadable question reaches the log: it may be somebody's password.
    func testTheLogTellsWhereAQuestionIsUnreadableAndNotWhatItSays() async throws {
        try await withTimeLimit(.seconds(30)) {
            let captured = CapturedLog()
            try await withServer(log: captured.log()) { caller in
                try caller.send([try Envelope.asking(Greet.subject), Array(#"{"name":["hunter2"]}"#.utf8)])
                _ = try await caller.nextAnswer()
                try caller.send([try Envelope.asking(Greet.subject), Array(#"{"name":"hunter2"#.utf8)])
                _ = try await caller.nextAnswer()
            }
            XCTAssertTrue(captured.text.contains("name is of another type"), captured.text)
            XCTAssertFalse(captured.text.contains("hunter2"), captured.text)
        }
    }

    func testAServerLivesThroughRandomFrames() async throws {
        try await withTimeLimit(.seconds(120)) {
            let random = SeededRandom(seed: 20_261_125)
            try await withServer { caller in
                let good = try [
                    [Envelope.asking(Greet.subject, 1), Array(#"{"name":"Ada"}"#.utf8)],
                    [Envelope.asking(Add.subject, 2, key: IdempotencyKey()), Array(#"{"amount":1}"#.utf8)],
                    [Envelope(correlation: 1, content: .cancel).bytes ?? []],
                ]
                for round in 0..<4000 {
                    var frames = round.isMultiple(of: 4) ? [random.bytes(Int(random.bytes(1)[0]))] : good[round % 3]
                    for _ in 0...(round % 3) {
                        let draw = random.bytes(4)
                        let frame = Int(draw[0]) % frames.count
                        switch draw[1] % 5 {
                        case 0: frames.append(random.bytes(Int(draw[2])))
                        case 1: frames[frame] = Array(frames[frame].prefix(Int(draw[2])))
                        case 2: frames[frame] += random.bytes(Int(draw[2]) % 16)
                        default:
                            guard !frames[frame].isEmpty else { continue }
                            frames[frame][Int(draw[2]) % frames[frame].count] = draw[3]
                        }
                    }
                    _ = try caller.dealer.send(frames)
                    if round.isMultiple(of: 500) {
                        let mark = UInt64.max - UInt64(round)
                        try await assertEventuallyAnswers(caller, mark)
                    }
                }
                try await assertEventuallyAnswers(caller, 0xABCD_EF01_2345_6789)
            }
        }
    }

    func testAClientLivesThroughWhateverAServerSays() async throws {
        try await withTimeLimit(.seconds(60)) {
            let bus = try TestBus()
            let server = try RawServer(as: bus.key(of: .auth))
            let client = try bus.client(of: .gateway, asking: .auth, at: [server.endpoint])
            try await withRunning([client]) {
                async let first = client.ask(Greet(name: "Ada"), within: .seconds(20))
                let (from, envelope, _) = try await server.nextQuestion()
                let reply = Envelope(correlation: envelope.correlation, content: .answer(.reply)).bytes ?? []
                let good = Array(#"{"greeting":"Hello"}"#.utf8)
                let random = SeededRandom(seed: 4)
                try server.send([], to: from)
                try server.send([], [], to: from)
                try server.send(reply, to: from)
                try server.send(reply, good, good, to: from)
                try server.send(reply + [0], good, to: from)
                try server.send(Envelope(correlation: 999, content: .answer(.reply)).bytes ?? [], good, to: from)
                try server.send(try Envelope.asking(Greet.subject), good, to: from)
                for _ in 0..<500 { try server.send(random.bytes(Int(random.bytes(1)[0])), good, to: from) }
                try server.send(reply, good, to: from)
                let answered = try await first
                XCTAssertEqual(answered.greeting, "Hello")

                for kind in [Envelope.AnswerKind.reply, .refusal, .denial, .fault] {
                    async let next = client.ask(Greet(name: "Ada"), within: .seconds(20))
                    let question = try await server.nextQuestion()
                    let answer = Envelope(correlation: question.envelope.correlation, content: .answer(kind))
                    try server.send(answer.bytes ?? [], Array(#"{"kind":"nonsense"}"#.utf8), to: question.from)
                    do {
                        _ = try await next
                        XCTFail("an unreadable \(kind) was taken")
                    } catch {
                        XCTAssertEqual((error as? Fault)?.kind, .failed, "\(kind)")
                        XCTAssertNotNil((error as? Fault)?.incident)
                    }
                }
                XCTAssertTrue(
                    bus.metrics.exposition().contains("portico_bus_malformed_answers_total{service=\"auth\"} 50")
                )
            }
        }
    }

    private func withServer(log: Log = .silent, _ body: (RawCaller) async throws -> Void) async throws {
        let bus = try TestBus(log: log)
        let server = try bus.server(
            of: .auth,
            answering: [.greeting(), .toGateway(Add.self) { request, _ in Add.Reply(total: request.amount) }]
        )
        try await withRunning([server]) {
            let caller = try RawCaller(
                to: server.boundEndpoint,
                as: bus.key(of: .gateway),
                provingKey: bus.key(of: .auth).publicKey
            )
            try await body(caller.connected())
        }
    }

    /// The next thing that arrives is the answer to a good question, asked now.
    private func assertAnswers(_ caller: RawCaller, _ correlation: UInt64, after name: String) async throws {
        try caller.send([try Envelope.asking(Greet.subject, correlation), Array(#"{"name":"Ada"}"#.utf8)])
        let answer = try await caller.nextAnswer()
        XCTAssertEqual(answer?.envelope.correlation, correlation, name)
        XCTAssertEqual(answer?.envelope.content, .answer(.reply), name)
        XCTAssertEqual(
            try answer.map { try Body.decode(Greet.Reply.self, from: $0.body).greeting },
            "auth greets Ada",
            name
        )
    }

    /// A good question is answered, whatever else arrives before.
    private func assertEventuallyAnswers(_ caller: RawCaller, _ correlation: UInt64) async throws {
        try await eventually(within: .seconds(10), "room for a question") {
            try caller.dealer.send([Envelope.asking(Greet.subject, correlation), Array(#"{"name":"Ada"}"#.utf8)])
                == .accepted
        }
        while let message = try await caller.next() {
            if let envelope = try? Envelope(message.frames[0]), envelope.correlation == correlation {
                return XCTAssertEqual(envelope.content, .answer(.reply))
            }
        }
        XCTFail("the server does not answer any more")
    }
}
