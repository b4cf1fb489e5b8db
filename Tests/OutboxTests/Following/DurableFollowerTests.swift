import Messaging
import Postgres
import ServiceRuntime
import Support
import Synchronization
import XCTest

@testable import Outbox

final class DurableFollowerTests: XCTestCase {
    private struct Stumbled: Error {}

    func testWhoIsNewTakesASnapshotAndFollowsFromThere() async throws {
        try await FollowingHouse.run { house in
            for number in 1...7 { try await house.teller.say(number) }
            try await withRunning([house.follower()]) {
                let first = try await house.settled(at: Array(1...7))
                XCTAssertEqual(first, Array(1...7))
                try await house.teller.say(8)
                let second = try await house.settled(at: Array(1...8))
                XCTAssertEqual(second, Array(1...8))
            }
        }
    }

    func testAnnouncementsAndPositionStandOrFallTogether() async throws {
        try await FollowingHouse.run { house in
            let steady = house.follower()
            let position = try await steady.step(from: nil)
            for number in 1...3 { try await house.teller.say(number) }

            let stumbling = house.follower { news in if news == .said(3) { throw Stumbled() } }
            do {
                _ = try await stumbling.step(from: position)
                XCTFail("It went on.")
            } catch {
                XCTAssertTrue(error is Stumbled)
            }
            let afterStumbling = try await house.heard()
            XCTAssertEqual(afterStumbling, [])
            let stored = try await FollowedPositions(service: News.service).stored(in: house.pool)
            XCTAssertEqual(stored, position)

            let next = try await steady.step(from: nil)
            let heard = try await house.heard()
            XCTAssertEqual(heard, [1, 2, 3])
            let storedNext = try await FollowedPositions(service: News.service).stored(in: house.pool)
            XCTAssertEqual(storedNext, next)
        }
    }

    func testEachIsAppliedExactlyOnceHoweverOftenTheFollowerIsStoppedAndCutOff() async throws {
        try await FollowingHouse.run { house in
            // What comes while a snapshot is read may come again after it, and these followers would write it twice.
            _ = try await house.follower().step(from: nil)
            let tries = Mutex(0)
            var expected: [Int] = []
            for round in 0..<8 {
                let follower = house.follower { _ in
                    tries.withLock { $0 += 1 }
                    try await Task.sleep(for: .milliseconds(10))
                }
                let running = Task { try await follower.run() }
                let before = tries.withLock { $0 }
                for number in 0..<8 {
                    expected.append(round * 8 + number)
                    try await house.teller.say(round * 8 + number)
                }
                if round.isMultiple(of: 2) {
                    // In the middle of what it is doing.
                    try await eventually { tries.withLock { $0 } >= before + 3 }
                    if round.isMultiple(of: 4) { try await house.cutDatabaseConnections() }
                } else {
                    _ = try await house.settled(at: expected)
                }
                running.cancel()
                try await running.value
            }
            XCTAssertGreaterThan(tries.withLock { $0 }, expected.count, "some had to be done again")
            try await withRunning([house.follower()]) {
                let heard = try await house.settled(at: expected)
                XCTAssertEqual(heard, expected)
            }
        }
    }

    func testReplicasTakeTurnsAndApplyEachOnce() async throws {
        try await FollowingHouse.run { house in
            _ = try await house.follower().step(from: nil)
            try await withRunning([house.follower(), house.follower(), house.follower()]) {
                for number in 0..<60 { try await house.teller.say(number) }
                let heard = try await house.settled(at: Array(0..<60))
                XCTAssertEqual(heard, Array(0..<60))
            }
        }
    }

    func testAReplicaThatFellBehindGoesOnFromWhereTheOthersAre() async throws {
        try await FollowingHouse.run { house in
            let quick = house.follower()
            let slow = house.follower()
            let start = try await quick.step(from: nil)
            for number in 1...3 { try await house.teller.say(number) }
            let ahead = try await quick.step(from: start)
            let joined = try await slow.step(from: start)
            XCTAssertEqual(joined, ahead)
            let heard = try await house.heard()
            XCTAssertEqual(heard, [1, 2, 3])
        }
    }

    func testAReplicaDoesNotGoOnFromAPlaceThatASnapshotHasReplaced() async throws {
        try await FollowingHouse.run { house in
            let follower = house.follower()
            _ = try await follower.step(from: nil)
            try await house.teller.say(1)
            let before = try await follower.step(from: nil)
            try await house.teller.say(2)
            // Another replica has gone back to an earlier place, as after a restored backup, and heard nothing since.
            let earlier = Position(transaction: before.transaction - 1, sequence: 0)
            try await house.pool.transaction { transaction in
                try await transaction.run("DELETE FROM heard")
                try await FollowedPositions(service: News.service).store(earlier, in: transaction)
            }
            let next = try await follower.step(from: before)
            XCTAssertEqual(next, earlier)
            _ = try await follower.step(from: next)
            let heard = try await house.heard()
            XCTAssertEqual(heard, [1, 2])
        }
    }

    func testWhoIsFurtherBehindThanAnnouncementsAreKeptStartsAnew() async throws {
        try await FollowingHouse.run { house in
            let follower = house.follower()
            for number in 1...2 { try await house.teller.say(number) }
            let position = try await follower.step(from: nil)
            // One is taken back and one added while the follower is away for eight days.
            try await house.teller.pool.run("DELETE FROM numbers WHERE n = 1")
            try await house.teller.say(3)
            try await house.teller.pool.run("UPDATE outbox SET written_at = written_at - interval '8 days'")
            try await OutboxPruning(
                database: house.teller.pool,
                clock: house.teller.clock,
                keptFor: Outbox<News>.keptFor,
                log: .silent
            ).prune()

            let next = try await follower.step(from: position)
            XCTAssertGreaterThan(next, position)
            let heard = try await house.heard()
            XCTAssertEqual(heard, [2, 3], "what was applied before is forgotten")
            try await house.teller.say(4)
            _ = try await follower.step(from: next)
            let further = try await house.heard()
            XCTAssertEqual(further, [2, 3, 4])
        }
    }

    func testAFollowerThatTakesASnapshotHoldsNoTransactionOpenWhileItWaitsForPages() async throws {
        try await withTimeLimit(generous) {
            // An open transaction would hold back every service's announcements in the same cluster.
            let pool = try PostgresPool(url: try await PostgresCluster.shared.freshDatabase())
            try await pool.migrate(OutboxMigrations.all)
            let watch = WatchingSnapshots(pool: pool)
            try await TestBus().withLine(from: .apps, to: .profile, answering: [Answer(watch, to: .apps)]) { client in
                let follower = DurableFollower<News>(of: client, in: pool, log: .silent) { _ in
                } apply: { _, _ in
                }
                _ = try await follower.step(from: nil)
            }
            XCTAssertEqual(watch.seen.withLock { $0 }, [0, 0])
        }
    }
}

/// Gives two pages, and notes before each how many transactions the follower holds open.
private final class WatchingSnapshots: RequestHandler {
    let pool: PostgresPool
    let seen = Mutex<[Int]>([])

    init(pool: PostgresPool) {
        self.pool = pool
    }

    func handle(_ request: TakeSnapshot<News>, _ context: RequestContext) async throws -> TakeSnapshot<News>.Reply {
        let open = try await pool.row(
            """
            SELECT count(*) FROM pg_stat_activity
            WHERE datname = current_database() AND state LIKE 'idle in transaction%' AND pid <> pg_backend_pid()
            """,
            as: Int.self
        )
        seen.withLock { $0.append(open ?? -1) }
        return .init(
            events: [.said(seen.withLock { $0.count })],
            position: Position(transaction: 1, sequence: 0),
            next: request.cursor == nil ? "second" : nil
        )
    }
}
