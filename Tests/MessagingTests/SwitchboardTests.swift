import ServiceRuntime
import XCTest

@testable import Messaging

/// Which replica is asked what, and when enough is enough: the rules without a socket or a clock.
final class SwitchboardTests: XCTestCase {
    private let start = ContinuousClock.now
    private let (one, two) = (Switchboard.ReplicaID(number: 1), Switchboard.ReplicaID(number: 2))

    private func at(_ milliseconds: Int) -> ContinuousClock.Instant { start + .milliseconds(milliseconds) }

    private func board(live: Switchboard.ReplicaID...) -> Switchboard {
        var board = Switchboard(limits: .standard)
        for id in live {
            board.add(id)
            board.connected(id, at: at(0))
        }
        return board
    }

    func testTurnsAreTakenAmongTheLive() {
        var board = board(live: one, two)
        for number: UInt64 in 1...4 { board.ask(number, .reads, before: at(5000), at: at(0)) }
        let actions = board.takeActions()
        XCTAssertEqual(actions, [.send(1, to: two), .send(2, to: one), .send(3, to: two), .send(4, to: one)])
    }

    func testAQuestionWaitsForSomebodyToBeThereAndNotForLong() {
        var board = Switchboard(limits: .standard)
        board.add(one)
        board.ask(1, .reads, before: at(5000), at: at(0))
        XCTAssertEqual(board.takeActions(), [])
        XCTAssertEqual(board.nextTick, at(1000))
        board.tick(at: at(999))
        XCTAssertEqual(board.takeActions(), [])
        board.connected(one, at: at(999))
        XCTAssertEqual(board.takeActions(), [.send(1, to: one)])

        board.disconnected(one, at: at(1000))
        board.tick(at: at(2000))
        XCTAssertEqual(board.takeActions(), [.fail(1, Fault(.unavailable))])
        board.tick(at: at(5000))
        XCTAssertNil(board.nextTick)
    }

    func testAtItsDeadlineAQuestionFailsAndItsReplicaIsToldToStop() {
        var board = board(live: one)
        board.ask(1, .reads, before: at(300), at: at(0))
        _ = board.takeActions()
        board.tick(at: at(300))
        XCTAssertEqual(board.takeActions(), [.cancel(1, at: one), .fail(1, Fault(.deadlinePassed))])
        XCTAssertFalse(board.answered(1, from: one), "an answer that comes later is nobody's")
    }

    func testASilentReplicaIsAskedWhetherItIsThereThenLeftAloneUntilItIs() {
        var board = board(live: one, two)
        board.ask(1, .reads, before: at(60_000), at: at(0))
        XCTAssertEqual(board.takeActions(), [.send(1, to: two)])
        XCTAssertEqual(board.nextTick, at(500))
        board.tick(at: at(500))
        XCTAssertEqual(board.takeActions(), [.ping(two)])
        board.tick(at: at(1000))
        XCTAssertEqual(Set(board.takeActions()), [.send(1, to: one), .ping(two)])
        XCTAssertEqual(board.live, 1)
        board.heard(from: one, at: at(1001))

        board.ask(2, .reads, before: at(60_000), at: at(1100))
        board.ask(3, .reads, before: at(60_000), at: at(1100))
        XCTAssertEqual(board.takeActions(), [.send(2, to: one), .send(3, to: one)])
        board.heard(from: two, at: at(1200))
        XCTAssertEqual(board.live, 2)
        board.ask(4, .reads, before: at(60_000), at: at(1200))
        XCTAssertEqual(board.takeActions(), [.send(4, to: two)])
    }

    /// A long poll is quiet for a while: that must not make its server look dead.
    func testAReplicaThatAnswersPingsIsNotSilent() {
        var board = board(live: one)
        board.ask(1, .reads, before: at(60_000), at: at(0))
        _ = board.takeActions()
        for time in stride(from: 500, to: 20_000, by: 510) {
            board.tick(at: at(time))
            XCTAssertEqual(board.takeActions(), [.ping(one)])
            board.heard(from: one, at: at(time + 10))
        }
        XCTAssertEqual(board.live, 1)
        XCTAssertTrue(board.answered(1, from: one))
    }

    func testWhoeverStopsIsNotAskedAgainAndThatIsNoAttempt() {
        var board = board(live: one, two)
        for round: UInt64 in 1...6 {
            board.connected(one, at: at(0))
            board.connected(two, at: at(0))
            board.ask(round, .changes, before: at(60_000), at: at(0))
            guard case .send(round, let asked)? = board.takeActions().last else { return XCTFail("not asked") }
            board.leaving(asked, not: round, at: at(1))
            let other = asked == one ? two : one
            XCTAssertEqual(board.takeActions(), [.send(round, to: other)])
            board.leaving(other, not: round, at: at(2))
            XCTAssertEqual(board.takeActions(), [])
            XCTAssertEqual(board.verdict(on: round), .unavailable, "nothing was begun")
            board.cancelled(round)
        }
    }

    func testAQuestionIsSentFourTimesAtMost() {
        var board = board(live: one)
        board.ask(1, .reads, before: at(60_000), at: at(0))
        for _ in 0..<3 {
            XCTAssertEqual(board.takeActions(), [.send(1, to: one)])
            board.connected(one, at: at(1))
        }
        XCTAssertEqual(board.takeActions(), [.send(1, to: one)])
        board.connected(one, at: at(2))
        XCTAssertEqual(board.takeActions(), [.fail(1, Fault(.unavailable))])
    }

    /// Otherwise two that cannot be sent to would be tried in turn for ever, and the thread do nothing else.
    func testReplicasThatCannotBeSentToAreTriedOnceAndAgainALittleLater() {
        var board = board(live: one, two)
        board.ask(1, .changes, before: at(60_000), at: at(0))
        XCTAssertEqual(board.takeActions(), [.send(1, to: two)])
        board.couldNotSend(1, to: two, at: at(0))
        XCTAssertEqual(board.takeActions(), [.send(1, to: one)])
        board.couldNotSend(1, to: one, at: at(0))
        XCTAssertEqual(board.takeActions(), [], "both had their turn")
        XCTAssertEqual(board.nextTick, at(10))
        board.tick(at: at(10))
        XCTAssertEqual(board.takeActions().count, 1)
        XCTAssertEqual(board.verdict(on: 1), .outcomeUnknown, "it is on its way again")
    }

    func testAnInterruptedChangeWaitsForAnAnswerToTheEnd() {
        var board = board(live: one)
        board.ask(1, .changes, before: at(30_000), at: at(0))
        _ = board.takeActions()
        board.disconnected(one, at: at(10))
        board.tick(at: at(20_000))
        XCTAssertEqual(board.takeActions(), [])
        board.tick(at: at(30_000))
        XCTAssertEqual(board.takeActions(), [.fail(1, Fault(.outcomeUnknown))])
    }

    func testWhenAnotherAnswersFirstTheOneAskedLastIsToldToStop() {
        var board = board(live: one, two)
        board.ask(1, .reads, before: at(60_000), at: at(0))
        board.tick(at: at(500))
        board.tick(at: at(1000))
        _ = board.takeActions()
        XCTAssertTrue(board.answered(1, from: two), "the silent one has answered after all")
        XCTAssertEqual(board.takeActions(), [.cancel(1, at: one)])
    }

    func testAReplicaThatIsNoLongerThereIsNotAsked() {
        var board = board(live: one, two)
        board.ask(1, .reads, before: at(60_000), at: at(0))
        _ = board.takeActions()
        board.remove(two, at: at(1))
        XCTAssertEqual(board.takeActions(), [.send(1, to: one)])
        for number: UInt64 in 2...4 { board.ask(number, .reads, before: at(60_000), at: at(1)) }
        XCTAssertEqual(board.takeActions(), [.send(2, to: one), .send(3, to: one), .send(4, to: one)])
    }
}
