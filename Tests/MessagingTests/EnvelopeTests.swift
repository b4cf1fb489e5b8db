import ServiceRuntime
import Support
import XCTest

@testable import Messaging

/// The first frame: written one way, and read only when it was written that way.
final class EnvelopeTests: XCTestCase {
    private let trace = TraceID(random: SeededRandom())

    private var samples: [Envelope] {
        let key = IdempotencyKey(random: SeededRandom(seed: 2))
        func question(_ key: IdempotencyKey?, _ credential: [UInt8]?, _ deadline: Int64 = 1_790_000_000_000) -> Envelope
        {
            let header = Envelope.QuestionHeader(
                subject: "auth.sign-in.v1",
                deadlineMilliseconds: deadline,
                trace: trace,
                idempotencyKey: key,
                credential: credential
            )
            return Envelope(correlation: 0x0102_0304_0506_0708, content: .question(header))
        }
        return [
            question(nil, nil), question(key, nil), question(nil, []), question(key, [1, 2, 3]),
            question(nil, [UInt8](repeating: 9, count: Envelope.largestCredential)), question(nil, nil, .min),
            question(nil, nil, .max),
            Envelope(correlation: .max, content: .answer(.reply)), Envelope(correlation: 0, content: .answer(.refusal)),
            Envelope(correlation: 7, content: .answer(.denial)), Envelope(correlation: 7, content: .answer(.fault)),
            Envelope(correlation: 7, content: .cancel), Envelope(correlation: 0, content: .ping),
            Envelope(correlation: 0, content: .pong), Envelope(correlation: 7, content: .leaving),
        ]
    }

    func testWhatIsWrittenIsRead() throws {
        for envelope in samples {
            let bytes = try XCTUnwrap(envelope.bytes)
            XCTAssertEqual(try Envelope(bytes), envelope)
            XCTAssertLessThanOrEqual(bytes.count, Envelope.largest)
        }
    }

    /// The bytes of `docs/wire-protocol.md`: a released layout never changes.
    func testTheLayoutIsTheOneThatWasReleased() throws {
        let bytes = try XCTUnwrap(samples[3].bytes)
        var expected: [UInt8] = [1, 1, 1, 2, 3, 4, 5, 6, 7, 8, 3]
        expected += [0x00, 0x00, 0x01, 0xA0, 0xC4, 0x50, 0x6C, 0x00]
        expected += SeededRandom().bytes(16) + SeededRandom(seed: 2).bytes(16)
        expected += [15] + Array("auth.sign-in.v1".utf8) + [0, 3, 1, 2, 3]
        XCTAssertEqual(bytes, expected)
        XCTAssertEqual(Envelope(correlation: 258, content: .answer(.fault)).bytes, [1, 2, 0, 0, 0, 0, 0, 0, 1, 2, 3])
        let kinds: [(Envelope.Content, UInt8)] = [(.cancel, 3), (.ping, 4), (.pong, 5), (.leaving, 6)]
        for (content, number) in kinds {
            XCTAssertEqual(
                Envelope(correlation: 0, content: content).bytes,
                [1, number] + [UInt8](repeating: 0, count: 8)
            )
        }
    }

    func testNothingMayBeMissingAndNothingLeftOver() throws {
        for envelope in samples {
            let bytes = try XCTUnwrap(envelope.bytes)
            for count in bytes.indices { XCTAssertThrowsError(try Envelope(Array(bytes.prefix(count))), "\(count)") }
            XCTAssertThrowsError(try Envelope(bytes + [0]))
        }
    }

    func testABrokenQuestionStillTellsWhomToAnswer() throws {
        let bytes = try XCTUnwrap(samples[0].bytes)
        XCTAssertThrowsError(try Envelope(Array(bytes.prefix(20)))) {
            XCTAssertEqual($0 as? MalformedEnvelope, MalformedEnvelope(correlation: 0x0102_0304_0506_0708))
        }
        XCTAssertThrowsError(try Envelope(Array(bytes.prefix(9)))) {
            XCTAssertEqual($0 as? MalformedEnvelope, MalformedEnvelope(correlation: nil))
        }
    }

    func testWhatMayNotTravelIsNotWritten() {
        func question(_ subject: Subject, _ credential: [UInt8]?) -> [UInt8]? {
            let header = Envelope.QuestionHeader(
                subject: subject,
                deadlineMilliseconds: 0,
                trace: trace,
                idempotencyKey: nil,
                credential: credential
            )
            return Envelope(correlation: 1, content: .question(header)).bytes
        }
        for name in ["", "Auth.v1", "auth v1", "auth_v1", "äuth", String(repeating: "a", count: 101)] {
            XCTAssertNil(question(Subject(stringLiteral: name), nil), name)
            XCTAssertNil(Subject(name), name)
        }
        XCTAssertNotNil(question(Subject(stringLiteral: String(repeating: "a", count: 100)), nil))
        XCTAssertNil(question("a", [UInt8](repeating: 0, count: Envelope.largestCredential + 1)))
    }

    /// Whatever arrives is either no envelope, or exactly what writing it again gives.
    func testRandomBytesAreRefusedOrCanonical() throws {
        let random = SeededRandom(seed: 2_026)
        var readable = 0
        for round in 0..<60_000 {
            var bytes: [UInt8]
            if round.isMultiple(of: 3) {
                let length = Int(random.bytes(1)[0]) % 90
                bytes = random.bytes(length)
                // Past the version and the kind, so that there is something to read.
                if bytes.count > 1 { (bytes[0], bytes[1]) = (1, bytes[1] % 8) }
            } else {
                bytes = try XCTUnwrap(samples[round % samples.count].bytes)
                for _ in 0...(round % 4) {
                    let draw = random.bytes(3)
                    let index = (Int(draw[0]) << 8 | Int(draw[1])) % bytes.count
                    bytes[index] = draw[2]
                }
            }
            guard let envelope = try? Envelope(bytes) else { continue }
            readable += 1
            XCTAssertEqual(envelope.bytes, bytes)
        }
        XCTAssertGreaterThan(readable, 5_000, "too few of the frames were worth trying")
    }
}
