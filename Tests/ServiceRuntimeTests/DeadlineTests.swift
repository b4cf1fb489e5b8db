import Foundation
import ServiceRuntime
import XCTest

final class DeadlineTests: XCTestCase {
    func testWhatRemainsNeverFallsBelowZero() {
        XCTAssertEqual(Deadline.after(.seconds(-5)).remaining, .zero)
        XCTAssertTrue(Deadline.after(.zero).isPast)
        XCTAssertGreaterThan(Deadline.after(.seconds(60)).remaining, .seconds(50))
    }

    func testNothingLiesFurtherAheadThanADay() {
        XCTAssertLessThanOrEqual(Deadline.after(.seconds(Int64.max)).remaining, Deadline.furthest)
    }

    func testTheSoonerOfTheRequestsAndOnesOwnHolds() {
        Deadline.$current.withValue(.after(.seconds(1))) {
            XCTAssertEqual(Deadline.sooner(of: .seconds(60)), Deadline.current)
            XCTAssertLessThanOrEqual(Deadline.sooner(of: .milliseconds(10)).remaining, .milliseconds(10))
        }
        XCTAssertGreaterThan(Deadline.sooner(of: .seconds(60)).remaining, .seconds(50))
    }

    func testItTravelsAsATimeOfDay() {
        let now = Date(timeIntervalSince1970: 1_790_000_000)
        let deadline = Deadline(at: now.addingTimeInterval(30), now: now)

        XCTAssertEqual(deadline.moment(now: now).timeIntervalSince(now), 30, accuracy: 5)
        XCTAssertTrue(Deadline(at: now.addingTimeInterval(-30), now: now).isPast)
        XCTAssertTrue(Deadline(at: Date(timeIntervalSince1970: .nan), now: now).isPast)
    }
}
