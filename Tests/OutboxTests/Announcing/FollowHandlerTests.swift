import Messaging
import Postgres
import Support
import XCTest

@testable import Outbox

final class FollowHandlerTests: XCTestCase {
    func testAnEmptyAnswerComesAsASignOfLife() async throws {
        try await Teller.run { teller in
            let start = try await teller.newest()
            let begun = ContinuousClock.now
            let reply = try await teller.answer(after: start)
            XCTAssertEqual(reply.events, [])
            XCTAssertEqual(reply.position, start)
            XCTAssertFalse(reply.isSnapshotNeeded)
            XCTAssertGreaterThan(begun.duration(to: .now), .milliseconds(200), "it waits for news")
            XCTAssertLessThan(begun.duration(to: .now), .seconds(3))
        }
    }

    func testACommitOfAnotherReplicaWakesAPollThatWaits() async throws {
        try await withTimeLimit(generous) {
            let database = try await PostgresCluster.shared.freshDatabase()
            let waiting = try Teller(in: database)
            let writing = try Teller(in: database)
            try await waiting.pool.migrate(OutboxMigrations.all)
            try await waiting.pool.run("CREATE TABLE numbers (n int PRIMARY KEY)")
            try await withRunning(waiting.outbox.services) {
                // A poll that nobody wakes answers empty, so news in its very first answer was brought by the bell. The
                // bell may not hang yet at first, nor may the news come before the poll's end on a busy machine.
                var wasWoken = false
                for number in 1...20 where !wasWoken {
                    let place = try await waiting.newest()
                    async let reply = waiting.answer(after: place)
                    try await Task.sleep(for: .milliseconds(50))
                    try await writing.say(number)
                    let answer = try await reply
                    wasWoken = answer.events == [.said(number)]
                }
                XCTAssertTrue(wasWoken)
            }
        }
    }

    func testNewsWhichAnOlderTransactionHoldsBackComesWithinThePollInWhichThatOneEnds() async throws {
        try await Teller.run { teller in
            var hasCome = false
            for round in 1...20 where !hasCome {
                let place = try await teller.newest()
                let open = try await HeldTransaction.begin(in: teller.pool) {
                    try await $0.run("SELECT pg_current_xact_id()")
                }
                async let reply = teller.answer(after: place)
                try await Task.sleep(for: .milliseconds(50))
                try await teller.say(round)
                try await Task.sleep(for: .milliseconds(50))
                // It says nothing itself, so nothing rings at its end.
                try await open.commit()
                hasCome = try await reply.events == [.said(round)]
            }
            XCTAssertTrue(hasCome)
        }
    }

    func testAWaitThatIsOverAtOnceEnds() async throws {
        try await Teller.run { teller in
            let bell = OutboxBell(database: teller.pool)
            for _ in 0..<2000 { await bell.wait(since: bell.rings, for: .nanoseconds(1)) }
        }
    }

    func testWhoIsNewStartsAtWhatIsNewest() async throws {
        try await Teller.run { teller in
            for number in 1...3 { try await teller.say(number) }
            let reply = try await teller.answer(after: nil)
            XCTAssertEqual(reply.events, [])
            try await teller.say(4)
            let heard = try await teller.heard(after: reply.position, expecting: 1)
            XCTAssertEqual(heard, [4])
        }
    }

    func testAPageIsNoLargerThanAskedForNorThanTheLargest() async throws {
        try await Teller.run { teller in
            let start = try await teller.newest()
            try await teller.pool.transaction { transaction in
                for number in 1...600 { try await teller.outbox.announce(.said(number), in: transaction) }
            }
            for (asked, got) in [(2, 2), (0, 1), (.min, 1), (.max, 500)] {
                let reply = try await teller.answer(after: start, limit: asked)
                XCTAssertEqual(reply.events.map(\.number), Array(1...got))
            }
        }
    }

    func testAPositionFromBeforeARestoredBackupNeedsASnapshot() async throws {
        try await Teller.run { teller in
            var future = try await teller.newest()
            future.transaction += 1_000_000
            let reply = try await teller.answer(after: future)
            XCTAssertTrue(reply.isSnapshotNeeded)
            XCTAssertEqual(reply.events, [])
        }
    }

    func testNothingIsSkippedAfterPostgreSQLDiedAndGaveOutNumbersAgain() async throws {
        // A transaction that leaves nothing behind need not reach the disk. When PostgreSQL dies right after it, its
        // number is given out once more, and a position that had counted it would lie past what comes then.
        let cluster = PostgresCluster()
        try await Teller.run(of: cluster) { teller in
            try await teller.say(1)
            try await useUpNumbers(in: teller.pool)
            let durable = try await teller.newest()
            let polled = try await teller.answer(after: durable).position
            let snapshot = try await teller.snapshots.handle(TakeSnapshot(), .from(.apps)).position
            try await useUpNumbers(in: teller.pool)
            let late = try await teller.newest()
            try await cluster.kill()
            try await cluster.start()

            try await eventually { (try? await teller.say(2)) != nil }
            for position in [durable, polled, snapshot, late] {
                let heard = try await teller.heard(after: position, expecting: 1)
                XCTAssertEqual(heard, [2])
            }
        }
        try await cluster.stop()
    }

    /// Runs transactions that have a number and change nothing.
    private func useUpNumbers(in pool: PostgresPool) async throws {
        for _ in 0..<50 {
            try await pool.transaction { transaction in _ = try await transaction.run("SELECT pg_current_xact_id()") }
        }
    }
}
