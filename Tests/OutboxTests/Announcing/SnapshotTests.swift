import Messaging
import Outbox
import Postgres
import Support
import XCTest

final class SnapshotTests: XCTestCase {
    func testASnapshotAndWhatFollowsItMissNothing() async throws {
        try await Teller.run { teller in
            for number in [1, 2, 3, 4] { try await teller.say(number) }
            let open = try await HeldTransaction.begin(in: teller.pool) { try await teller.say(5, in: $0) }
            try await teller.say(6)

            let first = try await teller.snapshots.handle(TakeSnapshot(), .from(.apps))
            XCTAssertEqual(first.events, [.said(1), .said(2), .said(3)])
            // What changes between two pages is told again by what follows.
            try await teller.say(0)
            let second = try await teller.snapshots.handle(TakeSnapshot(cursor: first.next), .from(.apps))
            XCTAssertEqual(second.events, [.said(4), .said(6)])
            XCTAssertNil(second.next)
            XCTAssertGreaterThanOrEqual(second.position, first.position)

            try await open.commit()
            let followed = try await teller.heard(after: first.position, expecting: 3)
            XCTAssertEqual(Set(followed), [5, 6, 0], "the open one is not skipped; what was read past it is repeated")
        }
    }
}
