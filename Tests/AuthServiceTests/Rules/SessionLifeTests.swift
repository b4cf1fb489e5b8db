import Foundation
import IdentityContract
import XCTest

@testable import AuthService

final class SessionLifeTests: XCTestCase {
    private let start = Date(timeIntervalSince1970: 1_790_000_000)
    private let minute: TimeInterval = 60
    private let hour: TimeInterval = 60 * 60
    private let day: TimeInterval = 24 * 60 * 60

    func testAPendingSessionEndsAfterAQuarterOfAnHourHoweverItIsUsed() {
        for remembered in [false, true] {
            let life = SessionLife(state: .pending, isRemembered: remembered, startedAt: start)
            XCTAssertEqual(life.endsAt, start + 15 * minute)
            XCTAssertEqual(life.expiry(lastUsedAt: start + 14 * minute), start + 15 * minute)
        }
    }

    func testAFullSessionLivesTwelveHoursAndAnHourWithoutUse() {
        let life = SessionLife(state: .full, isRemembered: false, startedAt: start)
        XCTAssertEqual(life.endsAt, start + 12 * hour)
        XCTAssertEqual(life.expiry(lastUsedAt: start), start + hour)
        XCTAssertEqual(life.expiry(lastUsedAt: start + 11.5 * hour), start + 12 * hour)
    }

    func testARememberedOneLivesThirtyDaysAndSevenWithoutUse() {
        let life = SessionLife(state: .full, isRemembered: true, startedAt: start)
        XCTAssertEqual(life.endsAt, start + 30 * day)
        XCTAssertEqual(life.expiry(lastUsedAt: start + day), start + 8 * day)
        XCTAssertEqual(life.expiry(lastUsedAt: start + 29 * day), start + 30 * day)
    }

    func testAUseIsWorthWritingOnceAMinute() {
        let life = SessionLife(state: .full, isRemembered: false, startedAt: start)
        XCTAssertFalse(life.isUseWorthWriting(at: start + 59, after: start))
        XCTAssertTrue(life.isUseWorthWriting(at: start + 60, after: start))
        // A use makes no pending session live longer.
        let pending = SessionLife(state: .pending, isRemembered: false, startedAt: start)
        XCTAssertFalse(pending.isUseWorthWriting(at: start + hour, after: start))
    }
}
