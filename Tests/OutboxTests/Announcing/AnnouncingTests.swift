import Messaging
import Outbox
import Postgres
import Support
import XCTest

final class AnnouncingTests: XCTestCase {
    private struct ChangedMyMind: Error {}

    func testWhatIsCommittedIsToldAndWhatIsRolledBackIsNot() async throws {
        try await Teller.run { teller in
            let start = try await teller.newest()
            try await teller.say(1)
            try? await teller.pool.transaction { transaction in
                try await teller.say(2, in: transaction)
                throw ChangedMyMind()
            }
            try await teller.say(3)
            let heard = try await teller.heard(after: start, expecting: 2)
            XCTAssertEqual(heard, [1, 3])
        }
    }

    func testAnnouncementsComeInTheOrderInWhichTheyWereMade() async throws {
        try await Teller.run { teller in
            let start = try await teller.newest()
            try await teller.pool.transaction { transaction in
                for number in 1...20 { try await teller.say(number, in: transaction) }
            }
            for number in 21...30 { try await teller.say(number) }
            let heard = try await teller.heard(after: start, expecting: 30)
            XCTAssertEqual(heard, Array(1...30))
            let inPages = try await teller.heard(after: start, expecting: 30, limit: 7)
            XCTAssertEqual(inPages, Array(1...30))
        }
    }

    func testNothingPastAnOpenTransactionIsReadableAndNothingIsSkippedOnceItCommits() async throws {
        try await Teller.run { teller in
            let start = try await teller.newest()
            let open = try await HeldTransaction.begin(in: teller.pool) { try await teller.say(1, in: $0) }
            try await teller.say(2)
            try await teller.say(3)
            // Both are committed, and neither may be read: what lies before them could not be told any more.
            let meanwhile = try await teller.answer(after: start)
            XCTAssertEqual(meanwhile.events, [])

            try await open.commit()
            let heard = try await teller.heard(after: meanwhile.position, expecting: 3)
            XCTAssertEqual(heard, [1, 2, 3])
        }
    }

    func testNothingIsSkippedWhenTheOpenTransactionRollsBack() async throws {
        try await Teller.run { teller in
            let start = try await teller.newest()
            let open = try await HeldTransaction.begin(in: teller.pool) { try await teller.say(1, in: $0) }
            try await teller.say(2)
            let meanwhile = try await teller.answer(after: start)
            XCTAssertEqual(meanwhile.events, [])
            try await open.rollBack()
            let heard = try await teller.heard(after: meanwhile.position, expecting: 1)
            XCTAssertEqual(heard, [2])
        }
    }

    func testATransactionThatAnnouncesLateIsNotSkippedEither() async throws {
        try await Teller.run { teller in
            try await teller.say(1)
            let start = try await teller.newest()
            // It has its number, and has announced nothing yet.
            let open = try await HeldTransaction.begin(in: teller.pool) {
                try await $0.run("SELECT pg_current_xact_id()")
            }
            try await teller.say(3)
            let whoIsNew = try await teller.newest()
            XCTAssertEqual(whoIsNew, start)
            let meanwhile = try await teller.answer(after: start)
            XCTAssertEqual(meanwhile.events, [])

            try await open.commit { try await teller.say(2, in: $0) }
            for position in [start, meanwhile.position, whoIsNew] {
                let heard = try await teller.heard(after: position, expecting: 2)
                XCTAssertEqual(heard, [2, 3])
            }
        }
    }

    func testAFollowerOfManyWhoWriteAtOnceHearsEachExactlyOnce() async throws {
        try await Teller.run { teller in
            let start = try await teller.newest()
            async let heard = teller.heard(after: start, expecting: 150, limit: 5)
            try await withThrowingTaskGroup { group in
                for writer in 0..<6 {
                    group.addTask {
                        for number in 0..<25 {
                            try await teller.pool.transaction { transaction in
                                try await teller.say(writer * 25 + number, in: transaction)
                                // Some take their time, so that they commit in another order than they wrote.
                                if number % 5 == writer % 5 { try await Task.sleep(for: .milliseconds(15)) }
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
            let numbers = try await heard
            XCTAssertEqual(numbers.sorted(), Array(0..<150))
            for writer in 0..<6 {
                let own = numbers.filter { $0 / 25 == writer }
                XCTAssertEqual(own, own.sorted(), "writer \(writer)")
            }
        }
    }
}
