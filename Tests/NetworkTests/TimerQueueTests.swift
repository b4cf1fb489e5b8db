import XCTest

@testable import Network

final class TimerQueueTests: XCTestCase {
    private let start = ContinuousClock.now

    func testWhatIsDueComesOutInOrder() {
        var queue = TimerQueue()
        for seconds in [5, 1, 4, 2, 3] { _ = queue.add(at: start + .seconds(seconds)) {} }
        XCTAssertEqual(queue.next(), start + .seconds(1))
        XCTAssertEqual(queue.due(at: start + .seconds(3)).count, 3)
        XCTAssertEqual(queue.next(), start + .seconds(4))
        XCTAssertEqual(queue.due(at: start + .seconds(3)).count, 0)
        XCTAssertEqual(queue.due(at: start + .seconds(9)).count, 2)
        XCTAssertNil(queue.next())
    }

    func testATimerThatIsCalledOffIsNeitherNextNorDue() {
        var queue = TimerQueue()
        let first = queue.add(at: start) { XCTFail("called off") }
        _ = queue.add(at: start + .seconds(1)) {}
        queue.cancel(first)
        queue.cancel(first)
        XCTAssertEqual(queue.next(), start + .seconds(1))
        XCTAssertEqual(queue.due(at: start + .seconds(2)).count, 1)
    }

    func testTimersThatAreCalledOffDoNotPileUp() {
        var queue = TimerQueue()
        _ = queue.add(at: start + .seconds(1_000)) {}
        for _ in 0..<100_000 { queue.cancel(queue.add(at: start + .seconds(2_000)) {}) }
        XCTAssertEqual(queue.count, 1)
        XCTAssertLessThan(queue.places, 200)
        XCTAssertEqual(queue.next(), start + .seconds(1_000))
    }

    func testManyTimersAtRandomComeOutSorted() {
        var queue = TimerQueue()
        var expected: [Int] = []
        var number = 12_345
        for _ in 0..<2_000 {
            number = (number &* 1_103_515_245 &+ 12_345) & 0x7fff_ffff
            expected.append(number)
            _ = queue.add(at: start + .nanoseconds(number)) {}
        }
        var found: [Int] = []
        while let next = queue.next() {
            found.append(
                Int(start.duration(to: next).components.attoseconds / 1_000_000_000)
                    + Int(start.duration(to: next).components.seconds) * 1_000_000_000
            )
            let due = queue.due(at: next)
            for _ in 1..<due.count { found.append(found[found.count - 1]) }
        }
        XCTAssertEqual(found, expected.sorted())
    }
}
