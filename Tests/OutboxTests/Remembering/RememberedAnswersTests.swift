import Foundation
import Messaging
import Outbox
import Postgres
import ServiceRuntime
import Support
import XCTest

final class RememberedAnswersTests: XCTestCase {
    private let key = IdempotencyKey()

    /// The error that something ends with.
    private func failure<Ignored>(_ work: () async throws -> Ignored) async -> (any Error)? {
        do {
            _ = try await work()
            return nil
        } catch {
            return error
        }
    }

    func testTheSameQuestionUnderTheSameKeyTakesEffectOnceAndIsAnsweredTheSame() async throws {
        try await Ledger.run { ledger in
            let first = try await ledger.add("a", .from(.gateway, once: key, asking: "a"))
            _ = try await ledger.add("b", .from(.gateway, once: IdempotencyKey(), asking: "b"))
            let again = try await ledger.add("a", .from(.gateway, once: key, asking: "a"))
            XCTAssertEqual(first, AddEntry.Reply(text: "a", entries: 1))
            XCTAssertEqual(again, first)
            let entries = try await ledger.entries()
            XCTAssertEqual(entries, ["a", "b"])
        }
    }

    func testOtherKeysMeanOtherWishes() async throws {
        try await Ledger.run { ledger in
            for count in 1...3 {
                let reply = try await ledger.add("a", .from(.gateway, once: IdempotencyKey(), asking: "a"))
                XCTAssertEqual(reply.entries, count)
            }
        }
    }

    func testAnotherQuestionUnderTheSameKeyIsRefused() async throws {
        try await Ledger.run { ledger in
            _ = try await ledger.add("a", .from(.gateway, once: key, asking: "a"))
            let error = await failure { try await ledger.add("b", .from(.gateway, once: key, asking: "b")) }
            XCTAssertEqual(error as? Fault, Fault(.malformed))
            let entries = try await ledger.entries()
            XCTAssertEqual(entries, ["a"])
        }
    }

    func testAChangeWithoutAKeyIsRefused() async throws {
        try await Ledger.run { ledger in
            let error = await failure { try await ledger.add("a", .from(.gateway, asking: "a")) }
            XCTAssertEqual(error as? Fault, Fault(.malformed))
            let entries = try await ledger.entries()
            XCTAssertEqual(entries, [])
        }
    }

    func testNobodyElseIsGivenTheAnswer() async throws {
        try await Ledger.run { ledger in
            let other = try BusKeyPair.generate().publicKey
            let first = try await ledger.open(.from(.gateway, once: key, asking: "door"))
            let second = try await ledger.open(.from(.operator, key: other, once: key, asking: "door"))
            // Another caller's change is its own, and the first one's token stays good.
            XCTAssertNotEqual(first, second)
            let tokens = try await ledger.goodTokens()
            XCTAssertEqual(tokens, [first.token, second.token])
        }
    }

    func testASealedAnswerThatIsMovedToAnotherCallerDoesNotOpen() async throws {
        try await Ledger.run { ledger in
            let other = try BusKeyPair.generate().publicKey
            _ = try await ledger.add("a", .from(.gateway, once: key, asking: "a"))
            try await ledger.pool.run("UPDATE remembered_answers SET caller = \(other.bytes)")
            let error = await failure {
                try await ledger.add("a", .from(.operator, key: other, once: key, asking: "a"))
            }
            XCTAssertNotNil(error)
            let entries = try await ledger.entries()
            XCTAssertEqual(entries, ["a"])
        }
    }

    func testARefusalIsRememberedWithWhatItWrote() async throws {
        try await Ledger.run { ledger in
            for _ in 0..<2 {
                let error = await failure {
                    try await ledger.add("unwelcome", .from(.gateway, once: key, asking: "unwelcome"))
                }
                XCTAssertEqual(error as? AddEntry.Refusal, .unwelcome)
            }
            let entries = try await ledger.entries()
            XCTAssertEqual(entries, ["unwelcome"])
        }
    }

    func testAFailureLeavesNothingSoThatItCanBeTriedAgain() async throws {
        try await Ledger.run { ledger in
            let error = await failure { try await ledger.add("broken", .from(.gateway, once: key, asking: "a")) }
            XCTAssertTrue(error is Broken)
            let entries = try await ledger.entries()
            XCTAssertEqual(entries, [])
            let reply = try await ledger.add("a", .from(.gateway, once: key, asking: "a"))
            XCTAssertEqual(reply.entries, 1)
        }
    }

    func testTwinsThatComeAtOnceTakeEffectOnce() async throws {
        try await Ledger.run { ledger in
            let replies = try await withThrowingTaskGroup { group in
                for _ in 0..<10 {
                    group.addTask { [key] in
                        try await ledger.add(
                            "a",
                            .from(.gateway, once: key, asking: "a"),
                            pause: .milliseconds(50)
                        )
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            XCTAssertEqual(replies, Array(repeating: AddEntry.Reply(text: "a", entries: 1), count: 10))
            let entries = try await ledger.entries()
            XCTAssertEqual(entries, ["a"])
        }
    }

    func testATwinTakesOverWhenTheFirstFails() async throws {
        try await Ledger.run { ledger in
            let holding = try await HeldTransaction.begin(in: ledger.pool) { [key] transaction in
                let nobody = BusPublicKey.nobody.bytes
                try await transaction.run(
                    "INSERT INTO remembered_answers VALUES (\(nobody), \(key.bytes), \(nobody), NULL, now())"
                )
            }
            let context = RequestContext.from(.gateway, once: key, asking: "a")
            async let reply = ledger.add("a", context)
            try await Task.sleep(for: .milliseconds(200))
            let meanwhile = try await ledger.entries()
            XCTAssertEqual(meanwhile, [], "it waits for the first")
            try await holding.rollBack()
            let entries = try await reply.entries
            XCTAssertEqual(entries, 1)
        }
    }

    func testARepeatIsIssuedATokenAnewAndTheFirstIsVoid() async throws {
        try await Ledger.run { ledger in
            let first = try await ledger.open(.from(.gateway, once: key, asking: "door"))
            let second = try await ledger.open(.from(.gateway, once: key, asking: "door"))
            XCTAssertNotEqual(first.token, second.token)
            let tokens = try await ledger.goodTokens()
            XCTAssertEqual(tokens, [second.token])
        }
    }

    func testWhatIsRememberedIsSealed() async throws {
        try await Ledger.run { ledger in
            _ = try await ledger.add("a-secret-entry", .from(.gateway, once: key, asking: "a"))
            let kept = try await ledger.pool.row("SELECT answer FROM remembered_answers", as: [UInt8].self)
            let bytes = try XCTUnwrap(kept)
            XCTAssertGreaterThan(bytes.count, "a-secret-entry".utf8.count)
            XCTAssertFalse(String(decoding: bytes, as: UTF8.self).contains("secret"))
        }
    }

    func testAnAnswerIsForgottenAfterTwoMinutes() async throws {
        try await Ledger.run { ledger in
            _ = try await ledger.add("a", .from(.gateway, once: key, asking: "a"))
            ledger.clock.advance(by: 119)
            try await withRunning([ledger.answers.pruning]) {
                try await Task.sleep(for: .milliseconds(300))
            }
            let kept = try await ledger.remembered()
            XCTAssertEqual(kept, 1)
            ledger.clock.advance(by: 2)
            try await withRunning([ledger.answers.pruning]) {
                try await eventually { try await ledger.remembered() == 0 }
            }
        }
    }
}
