import Foundation
import IdentityContract
import ServiceRuntime
import Support
import XCTest

final class EndedSessionsTests: XCTestCase {
    private let clock = MovableClock()

    func testAnEndedSessionIsRememberedForAsLongAsItsPassportsCouldLive() {
        let ended = EndedSessions(clock: clock)
        let (first, second) = (SessionID(at: clock.now), SessionID(at: clock.now))
        ended.insert([first])
        XCTAssertTrue(ended.contains(first))
        XCTAssertFalse(ended.contains(second))

        // A passport's ten seconds, on a clock that is two behind where the other is two ahead.
        clock.advance(by: 13.9)
        ended.insert([second])
        XCTAssertTrue(ended.contains(first))
        clock.advance(by: 0.1)
        ended.insert([])
        XCTAssertFalse(ended.contains(first), "what is over is forgotten")
        XCTAssertTrue(ended.contains(second))
    }

    func testASessionAnnouncedAgainIsRememberedFromThenOn() {
        let ended = EndedSessions(clock: clock)
        let session = SessionID(at: clock.now)
        ended.insert([session])
        clock.advance(by: 10)
        ended.insert([session])
        clock.advance(by: 10)
        ended.insert([])
        XCTAssertTrue(ended.contains(session))
    }
}
