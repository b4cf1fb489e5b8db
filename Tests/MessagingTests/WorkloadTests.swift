import XCTest

@testable import Messaging

/// What is begun, what waits, what is too much: the rules without a socket.
final class WorkloadTests: XCTestCase {
    func testAsManyAsMayRunRunAsManyAsMayWaitWaitAndTheRestIsTooMuch() {
        var load = Workload<Int>(concurrent: 2, waiting: 3)
        XCTAssertTrue(load.isEmpty)
        XCTAssertEqual((0..<7).map { load.admit($0) }, [.begin, .begin, .wait, .wait, .wait, .shed, .shed])
        XCTAssertEqual(load.running, 2)
        XCTAssertEqual(load.waiting, 3)
        XCTAssertFalse(load.isEmpty)
    }

    func testWhatWaitsFollowsInOrderAndWhatIsNotWantedIsPassedOver() {
        var load = Workload<Int>(concurrent: 1, waiting: 10)
        for number in 0..<6 { _ = load.admit(number) }
        XCTAssertEqual(load.finish { _ in true }, 1)
        XCTAssertEqual(load.finish { $0 > 3 }, 4)
        XCTAssertEqual(load.finish { _ in true }, 5)
        XCTAssertNil(load.finish { _ in true })
        XCTAssertTrue(load.isEmpty)
        XCTAssertEqual(load.admit(9), .begin)
    }

    func testWhatIsTakenBackHoldsNoPlace() {
        var load = Workload<Int>(concurrent: 1, waiting: 4)
        for number in 0..<5 { _ = load.admit(number) }
        XCTAssertEqual(load.admit(5), .shed)
        XCTAssertEqual(load.finish { _ in true }, 1)
        XCTAssertTrue(load.isWaiting { $0 == 3 })
        XCTAssertEqual(load.withdraw { $0 == 1 }, [], "what has begun does not wait any more")
        XCTAssertEqual(load.withdraw { $0.isMultiple(of: 2) }, [2, 4])
        XCTAssertFalse(load.isWaiting { $0 == 2 })
        XCTAssertEqual(load.waiting, 1)
        XCTAssertEqual((6..<10).map { load.admit($0) }, [.wait, .wait, .wait, .shed])
        XCTAssertEqual(load.finish { _ in true }, 3)
    }

    /// The queue forgets what it gave out: otherwise it would grow for ever.
    func testALongLifeLosesNothing() {
        var load = Workload<Int>(concurrent: 3, waiting: 200)
        var begun: [Int] = []
        var next = 0
        for round in 0..<5000 {
            for _ in 0..<(round % 5) {
                if load.admit(next) == .begin { begun.append(next) }
                next += 1
            }
            if load.running > 0, let work = load.finish(nextWhere: { _ in true }) { begun.append(work) }
            if load.waiting > 150 {
                while load.running > 0 { if let work = load.finish(nextWhere: { _ in true }) { begun.append(work) } }
            }
        }
        while load.running > 0 { if let work = load.finish(nextWhere: { _ in true }) { begun.append(work) } }
        XCTAssertEqual(begun, Array(0..<next))
        XCTAssertTrue(load.isEmpty)
    }
}
