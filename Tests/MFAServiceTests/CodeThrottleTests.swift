import Foundation
import XCTest

@testable import MFAService

final class CodeThrottleTests: XCTestCase {
    private let start = Date(timeIntervalSince1970: 1_790_000_000)

    func testFiveWrongCodesCloseForTenMinutes() {
        var throttle = CodeThrottle()
        for number in 0..<5 {
            XCTAssertNil(throttle.wait(at: start), "after \(number)")
            throttle.countWrong(at: start)
        }
        XCTAssertEqual(throttle.wait(at: start), 600)
        XCTAssertEqual(throttle.wait(at: start + 599.5), 1)
        XCTAssertNil(throttle.wait(at: start + 600))
    }

    func testAfterThePauseThereAreFiveMore() {
        var throttle = CodeThrottle()
        for _ in 0..<5 { throttle.countWrong(at: start) }
        for _ in 0..<4 { throttle.countWrong(at: start + 600) }
        XCTAssertNil(throttle.wait(at: start + 600))
        throttle.countWrong(at: start + 600)
        XCTAssertEqual(throttle.wait(at: start + 600), 600)
    }

    func testARightCodeEndsTheRowAndNotTheDay() {
        var throttle = CodeThrottle()
        for minute in 0..<19 {
            throttle.countWrong(at: start + Double(minute) * 60)
            throttle.countRight(at: start + Double(minute) * 60)
            XCTAssertNil(throttle.wait(at: start + Double(minute) * 60))
        }
        throttle.countWrong(at: start + 20 * 60)
        XCTAssertEqual(throttle.wait(at: start + 20 * 60), (24 * 60 - 20) * 60)
    }

    func testTwentyADayCloseUntilTheDayThatTheFirstBeganIsOver() {
        var throttle = CodeThrottle()
        var now = start
        for _ in 0..<4 {
            for _ in 0..<5 { throttle.countWrong(at: now) }
            now += 600
        }
        XCTAssertEqual(throttle.wait(at: now), 24 * 60 * 60 - 4 * 600)
        XCTAssertNotNil(throttle.wait(at: start + 24 * 60 * 60 - 1))
        XCTAssertNil(throttle.wait(at: start + 24 * 60 * 60))
        XCTAssertEqual(throttle.brought(to: start + 24 * 60 * 60), CodeThrottle())
    }

    func testAClockThatWasAheadClosesNobodyForLongerThanADay() {
        var throttle = CodeThrottle()
        let ahead = start + 365 * 24 * 60 * 60
        for _ in 0..<5 { throttle.countWrong(at: ahead) }

        let brought = throttle.brought(to: start)
        XCTAssertEqual(brought.wait(at: start), 24 * 60 * 60)
        XCTAssertNil(brought.wait(at: start + 24 * 60 * 60))
    }
}
