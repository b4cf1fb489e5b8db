import Foundation
import Messaging
import Postgres
import ServiceRuntime
import Support
import XCTest

@testable import Outbox

final class PruningTests: XCTestCase {
    private func prune(_ teller: Teller) async throws {
        try await OutboxPruning(
            database: teller.pool,
            clock: teller.clock,
            keptFor: Outbox<News>.keptFor,
            log: .silent
        ).prune()
    }

    private func count(_ teller: Teller) async throws -> Int? {
        try await teller.pool.row("SELECT count(*) FROM outbox", as: Int.self)
    }

    func testAnnouncementsAreKeptForSevenDaysAndWhoIsFurtherBehindNeedsASnapshot() async throws {
        try await Teller.run { teller in
            let start = try await teller.newest()
            try await teller.say(1)
            let heardFirst = try await teller.answer(after: start).position
            try await teller.say(2)
            let heardBoth = try await teller.answer(after: heardFirst).position

            teller.clock.advance(by: 7 * 24 * 60 * 60 - 120)
            try await prune(teller)
            let kept = try await count(teller)
            XCTAssertEqual(kept, 2)

            teller.clock.advance(by: 240)
            try await prune(teller)
            let left = try await count(teller)
            XCTAssertEqual(left, 0)
            for (position, isBehind) in [(start, true), (heardFirst, true), (heardBoth, false)] {
                let reply = try await teller.answer(after: position)
                XCTAssertEqual(reply.isSnapshotNeeded, isBehind)
                XCTAssertEqual(reply.events, [])
            }
            // Who has heard everything goes on as if nothing had been forgotten.
            try await teller.say(3)
            let heard = try await teller.heard(after: heardBoth, expecting: 1)
            XCTAssertEqual(heard, [3])
            let newcomer = try await teller.answer(after: nil)
            XCTAssertFalse(newcomer.isSnapshotNeeded)
        }
    }

    func testWhatIsYoungerStays() async throws {
        try await Teller.run { teller in
            let start = try await teller.newest()
            try await teller.say(1)
            try await teller.pool.run("UPDATE outbox SET written_at = written_at - interval '8 days'")
            let heardFirst = try await teller.answer(after: start).position
            try await teller.say(2)
            try await prune(teller)
            let heard = try await teller.heard(after: heardFirst, expecting: 1)
            XCTAssertEqual(heard, [2])
            let behind = try await teller.answer(after: start)
            XCTAssertTrue(behind.isSnapshotNeeded)
        }
    }
}
