import Foundation
import XCTest

@testable import AuthService

final class PasswordThrottleTests: XCTestCase {
    private let start = Date(timeIntervalSince1970: 1_790_000_000)

    /// Makes tries with ids of their own until one is not judged; returns how many were.
    private func exhaust(_ throttle: inout PasswordThrottle, at now: Date) -> Int {
        var judged = 0
        while judged < 100, throttle.admit("\(now.timeIntervalSince1970)-\(judged)", at: now) == .counted {
            judged += 1
        }
        return judged
    }

    func testSixTriesAreJudgedAndTheSeventhIsNot() {
        var throttle = PasswordThrottle()
        XCTAssertEqual(exhaust(&throttle, at: start), 6)
        XCTAssertEqual(throttle.admit("another", at: start), .closed)
    }

    func testItStaysClosedForTenMinutesThenTwentyThenFortyAndNeverMoreThanAnHour() {
        var throttle = PasswordThrottle()
        var now = start
        for minutes in [10, 20, 40, 60, 60] {
            XCTAssertEqual(exhaust(&throttle, at: now), 6)
            now += TimeInterval(minutes * 60)
            XCTAssertEqual(throttle.admit("early", at: now - 1), .closed, "\(minutes) minutes")
        }
        XCTAssertEqual(throttle.admit("late", at: now), .counted)
    }

    func testTriesWhileItIsClosedDoNotKeepItClosed() {
        var throttle = PasswordThrottle()
        _ = exhaust(&throttle, at: start)
        for second in 0..<600 { XCTAssertEqual(throttle.admit("x\(second)", at: start + Double(second)), .closed) }
        XCTAssertEqual(throttle.admit("later", at: start + 600), .counted)
    }

    func testHalfAnHourOfCalmForgetsAll() {
        var throttle = PasswordThrottle()
        _ = exhaust(&throttle, at: start)
        let opened = start + 600
        XCTAssertEqual(throttle.forgottenAt, opened + 1800)
        XCTAssertEqual(exhaust(&throttle, at: opened + 1800), 6)
        // The first closing again, not the second.
        XCTAssertEqual(throttle.closedUntil, opened + 1800 + 600)
    }

    func testLessCalmForgetsNothing() {
        var throttle = PasswordThrottle()
        for index in 0..<5 { XCTAssertEqual(throttle.admit("\(index)", at: start), .counted) }
        XCTAssertEqual(throttle.admit("sixth", at: start + 1799), .counted)
        XCTAssertEqual(throttle.admit("seventh", at: start + 1799), .closed)
    }

    func testARepeatIsTheSameTry() {
        var throttle = PasswordThrottle()
        XCTAssertEqual(throttle.admit("a", at: start), .counted)
        for _ in 0..<20 { XCTAssertEqual(throttle.admit("a", at: start), .known) }
        XCTAssertEqual(exhaust(&throttle, at: start), 5)
        // Also of the one that closed it, whose answer may have been lost.
        XCTAssertEqual(throttle.admit("a", at: start), .known)
    }

    func testATryThatWasNotJudgedIsTakenBack() {
        var throttle = PasswordThrottle()
        for id in ["a", "b", "c", "d", "e", "f"] { XCTAssertEqual(throttle.admit(id, at: start), .counted) }
        throttle.withdraw("f")
        XCTAssertNil(throttle.closedUntil)
        XCTAssertEqual(throttle.admit("g", at: start), .counted)
        XCTAssertEqual(throttle.closedUntil, start + 600, "taking one back must not lengthen the next closing")
        throttle.withdraw("never made")
        XCTAssertEqual(throttle.admit("h", at: start), .closed)
    }
}
