import Network
import Synchronization
import XCTest

final class EventLoopExecutorTests: XCTestCase {
    /// An actor that lives on a loop.
    private actor Resident {
        let loop: EventLoop
        var count = 0

        init(on loop: EventLoop) {
            self.loop = loop
        }

        nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

        func countOnLoop() -> Bool {
            count += 1
            return loop.isCurrent
        }
    }

    func testAnActorOfALoopRunsOnTheLoopsThread() async throws {
        let loop = try EventLoop.shared
        XCTAssertFalse(loop.isCurrent)
        let isOnLoop = await Resident(on: loop).countOnLoop()
        XCTAssertTrue(isOnLoop)
    }

    func testJobsFromManyThreadsRunOneAtATime() async throws {
        let resident = Resident(on: try EventLoop.shared)
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<50 {
                group.addTask { for _ in 0..<100 { _ = await resident.countOnLoop() } }
            }
        }
        let count = await resident.count
        XCTAssertEqual(count, 5_000)
    }

    func testTimersFireInTheOrderOfTheirTime() async throws {
        let loop = try EventLoop.shared
        let fired = Mutex<[Int]>([])
        let all = expectation(description: "all timers fired")
        let now = ContinuousClock.now
        for (number, delay) in [(3, 60), (1, 10), (2, 30)] {
            loop.schedule(at: now + .milliseconds(delay)) {
                XCTAssertGreaterThanOrEqual(ContinuousClock.now, now + .milliseconds(delay))
                let count = fired.withLock { fired in
                    fired.append(number)
                    return fired.count
                }
                if count == 3 { all.fulfill() }
            }
        }
        await fulfillment(of: [all], timeout: 20)
        XCTAssertEqual(fired.withLock { $0 }, [1, 2, 3])
    }

    func testATimerThatIsCalledOffDoesNotFire() async throws {
        let loop = try EventLoop.shared
        let never = expectation(description: "called off")
        never.isInverted = true
        let later = expectation(description: "later timer")
        let timer = loop.schedule(at: .now + .milliseconds(20)) { never.fulfill() }
        loop.cancel(timer)
        loop.schedule(at: .now + .milliseconds(60)) { later.fulfill() }
        await fulfillment(of: [later], timeout: 20)
        await fulfillment(of: [never], timeout: 0.05)
    }
}
