import XCTest

@testable import Postgres

final class LendingTests: XCTestCase {
    private typealias Books = Lending<Int, String>

    func testWhoAsksFirstIsServedFirst() {
        var books = Books(limit: 1, waitingLimit: 8)
        XCTAssertTrue(books.isQueued(1, "Ada"))
        XCTAssertTrue(books.mustOpen())
        XCTAssertEqual(books.opened(7), "Ada")
        XCTAssertTrue(books.isQueued(2, "Ben"))
        XCTAssertTrue(books.isQueued(3, "Cleo"))

        XCTAssertEqual(books.giveBack(7), "Ben")
        XCTAssertEqual(books.giveBack(7), "Cleo")
        XCTAssertNil(books.giveBack(7))
        XCTAssertEqual(books.lendIdle(), 7)
    }

    func testNobodyOvertakesTheQueue() {
        var books = Books(limit: 1, waitingLimit: 8)
        _ = books.ask(1, "Ada")
        _ = books.mustOpen()
        XCTAssertNil(books.lendIdle())
        XCTAssertEqual(books.opened(7), "Ada")
        XCTAssertNil(books.lendIdle())
    }

    func testNoMoreAreOpenedThanTheLimitOrTheQueueCallsFor() {
        var books = Books(limit: 2, waitingLimit: 8)
        XCTAssertFalse(books.mustOpen())
        _ = books.ask(1, "Ada")
        XCTAssertTrue(books.mustOpen())
        XCTAssertFalse(books.mustOpen())
        for ticket in 2...5 { _ = books.ask(UInt64(ticket), "x") }
        XCTAssertTrue(books.mustOpen())
        XCTAssertFalse(books.mustOpen())
    }

    func testTheQueueHasALimit() {
        var books = Books(limit: 1, waitingLimit: 1)
        XCTAssertTrue(books.isQueued(1, "Ada"))
        guard case .overloaded = books.ask(2, "Ben") else { return XCTFail("Ben was let in.") }
    }

    func testWhileTheServerIsGoneOneAttemptAtATimeIsMade() {
        var books = Books(limit: 4, waitingLimit: 8)
        for ticket in 1...4 { _ = books.ask(UInt64(ticket), "x") }
        while books.mustOpen() {}
        XCTAssertEqual((1...4).map { _ in books.openingFailed(because: "gone") }, [false, false, false, true])
        XCTAssertFalse(books.mustOpen())
        XCTAssertTrue(books.shallTryAgain())

        _ = books.opened(7)
        XCTAssertNil(books.lastFailure)
        XCTAssertTrue(books.mustOpen())
    }

    func testNobodyWaitingMeansNoMoreAttempts() {
        var books = Books(limit: 4, waitingLimit: 8)
        _ = books.ask(1, "Ada")
        _ = books.mustOpen()
        XCTAssertTrue(books.openingFailed(because: "gone"))
        XCTAssertEqual(books.withdraw(1), "Ada")
        XCTAssertFalse(books.shallTryAgain())
        XCTAssertEqual(books.lastFailure, "gone")
    }

    func testClosingHandsOverWhoeverWaitsAndLendsNothingMore() {
        var books = Books(limit: 1, waitingLimit: 8)
        _ = books.ask(1, "Ada")
        _ = books.mustOpen()
        _ = books.opened(7)
        _ = books.ask(2, "Ben")

        XCTAssertEqual(books.close().waiters, ["Ben"])
        XCTAssertNil(books.giveBack(7))
        XCTAssertEqual(books.open, 0)
        guard case .closed = books.ask(3, "Cleo") else { return XCTFail("A closed pool lent something.") }
    }
}

extension Lending {
    fileprivate mutating func isQueued(_ ticket: UInt64, _ waiter: Waiter) -> Bool {
        if case .queued = ask(ticket, waiter) { true } else { false }
    }
}
