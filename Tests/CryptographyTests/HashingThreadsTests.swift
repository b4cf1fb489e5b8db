import Cryptography
import Dispatch
import Foundation
import ServiceRuntime
import Synchronization
import XCTest

final class HashingThreadsTests: XCTestCase {
    /// Work that is under way until the test says otherwise.
    private final class Gate: Sendable {
        private let semaphore = DispatchSemaphore(value: 0)
        /// Long enough for any machine; a test that fails does not hang.
        func wait() { _ = semaphore.wait(timeout: .now() + .seconds(60)) }
        func open(_ times: Int = 1) { for _ in 0..<times { semaphore.signal() } }
    }

    /// What the work of several threads notes down.
    private final class Notes: Sendable {
        private let state = Mutex<(numbers: [Int], now: Int, most: Int)>(([], 0, 0))
        func add(_ number: Int) { state.withLock { $0.numbers.append(number) } }
        func begin() {
            state.withLock { state in
                state.now += 1
                state.most = max(state.most, state.now)
            }
        }
        func end() { state.withLock { $0.now -= 1 } }
        var numbers: [Int] { state.withLock { $0.numbers } }
        var most: Int { state.withLock { $0.most } }
    }

    /// Waits until the threads report what the test is about.
    private func eventually(_ threads: HashingThreads, _ condition: (HashingCounts) -> Bool) async throws {
        for _ in 0..<6000 {
            if condition(threads.counts) { return }
            try await Task.sleep(for: .milliseconds(10))
        }
        XCTFail("still \(threads.counts)")
    }

    func testNoMoreRunsAtOnceThanThereAreThreads() async throws {
        let threads = HashingThreads(count: 3, queueLimit: 100)
        let notes = Notes()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<60 {
                group.addTask {
                    try await threads.run {
                        notes.begin()
                        usleep(2000)
                        notes.end()
                    }
                }
            }
            try await group.waitForAll()
        }
        XCTAssertEqual(threads.counts.completed, 60)
        XCTAssertLessThanOrEqual(notes.most, 3)
        XCTAssertGreaterThan(notes.most, 1)
    }

    func testTooMuchWorkIsRefusedAtOnceAndRoomIsUsedAgain() async throws {
        let threads = HashingThreads(count: 1, queueLimit: 2)
        let gate = Gate()
        let tasks = (0..<3).map { _ in Task { try await threads.run { gate.wait() } } }
        try await eventually(threads) { $0.running == 1 && $0.waiting == 2 }

        for _ in 0..<10 {
            do {
                try await threads.run { XCTFail("ran beyond the limit") }
                XCTFail("not refused")
            } catch {
                XCTAssertTrue(error is PasswordHasher.Overloaded)
            }
        }
        XCTAssertEqual(threads.counts.overloaded, 10)

        gate.open(3)
        for task in tasks { try await task.value }
        let answer = try await threads.run { 42 }
        XCTAssertEqual(answer, 42)
    }

    func testFirstComeFirstServed() async throws {
        let threads = HashingThreads(count: 1, queueLimit: 20)
        let gate = Gate()
        let order = Notes()
        let first = Task { try await threads.run { gate.wait() } }
        try await eventually(threads) { $0.running == 1 }
        var tasks: [Task<Void, any Error>] = []
        for number in 0..<20 {
            tasks.append(Task { try await threads.run { order.add(number) } })
            try await eventually(threads) { $0.waiting == number + 1 }
        }
        gate.open()
        for task in [first] + tasks { try await task.value }
        XCTAssertEqual(order.numbers, Array(0..<20))
    }

    func testCancelledWorkIsNeverDoneAndLeavesItsPlaceAtOnce() async throws {
        let threads = HashingThreads(count: 1, queueLimit: 1)
        let gate = Gate()
        let first = Task { try await threads.run { gate.wait() } }
        try await eventually(threads) { $0.running == 1 }
        let second = Task { try await threads.run { XCTFail("done though cancelled") } }
        try await eventually(threads) { $0.waiting == 1 }

        second.cancel()
        do {
            try await second.value
            XCTFail("not cancelled")
        } catch {
            XCTAssertTrue(error is CancellationError)
        }
        XCTAssertEqual(threads.counts.waiting, 0)
        XCTAssertEqual(threads.counts.dropped, 1)

        let third = Task { try await threads.run { 3 } }
        try await eventually(threads) { $0.waiting == 1 }
        gate.open()
        let answer = try await third.value
        XCTAssertEqual(answer, 3)
        try await first.value
    }

    func testWorkOfATaskAlreadyCancelledIsNeverDone() async throws {
        let threads = HashingThreads(count: 1, queueLimit: 1)
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            try await threads.run { XCTFail("done though cancelled") }
        }
        do {
            try await task.value
            XCTFail("not cancelled")
        } catch {
            XCTAssertTrue(error is CancellationError)
        }
        XCTAssertEqual(threads.counts.completed, 0)
    }

    func testWorkPastItsDeadlineIsNeverDone() async throws {
        let threads = HashingThreads(count: 1, queueLimit: 1)
        let gate = Gate()
        let first = Task { try await threads.run { gate.wait() } }
        try await eventually(threads) { $0.running == 1 }
        let second = Task {
            try await Deadline.$current.withValue(.after(.milliseconds(50))) {
                try await threads.run { XCTFail("done though late") }
            }
        }
        try await eventually(threads) { $0.waiting == 1 }
        try await Task.sleep(for: .milliseconds(60))
        // It gives up its place to whoever comes next, and need not wait for a thread to do so.
        let third = Task { try await threads.run { 3 } }
        do {
            try await second.value
            XCTFail("not dropped")
        } catch {
            XCTAssertTrue(error is HashingDeadlinePassed)
        }
        gate.open()
        let answer = try await third.value
        XCTAssertEqual(answer, 3)
        try await first.value
        XCTAssertEqual(threads.counts.dropped, 1)
    }

    func testWorkIsNotBegunForARequestThatIsAlreadyLate() async throws {
        let threads = HashingThreads(count: 1, queueLimit: 1)
        do {
            try await Deadline.$current.withValue(.after(.seconds(-1))) {
                try await threads.run { XCTFail("done though late") }
            }
            XCTFail("not dropped")
        } catch {
            XCTAssertTrue(error is HashingDeadlinePassed)
        }
    }

    func testWhatTheWorkThrowsIsThrown() async throws {
        struct Broken: Error {}
        let threads = HashingThreads(count: 1, queueLimit: 1)
        do {
            try await threads.run { throw Broken() }
            XCTFail("nothing thrown")
        } catch {
            XCTAssertTrue(error is Broken)
        }
        let answer = try await threads.run { 1 }
        XCTAssertEqual(answer, 1)
    }

    func testOnlyTheHashingThreadsAreLessUrgent() async throws {
        let which = __priority_which_t(PRIO_PROCESS.rawValue)
        let program = getpriority(which, id_t(getpid()))
        let threads = HashingThreads(count: 2, queueLimit: 10)
        for _ in 0..<10 {
            let niceness = try await threads.run { getpriority(which, 0) }
            XCTAssertEqual(niceness, min(program + HashingThreads.niceness, 19))
        }
        XCTAssertEqual(getpriority(which, id_t(getpid())), program, "the program's first thread")
    }

    func testItsThreadsEndWithIt() async throws {
        // The threads of the tests before this one may still be ending, and the kernel gives their numbers out again.
        var others = hashingThreadIDs()
        for _ in 0..<50 {
            try await Task.sleep(for: .milliseconds(20))
            let now = hashingThreadIDs()
            if now == others { break }
            others = now
        }
        var threads: HashingThreads? = HashingThreads(count: 5, queueLimit: 1)
        var own: Set<String> = []
        for _ in 0..<6000 where own.count < 5 {
            own = hashingThreadIDs().subtracting(others)
            try await Task.sleep(for: .milliseconds(10))
        }
        XCTAssertEqual(own.count, 5)
        _ = try await threads?.run { 1 }

        threads = nil
        for _ in 0..<6000 where !hashingThreadIDs().isDisjoint(with: own) {
            try await Task.sleep(for: .milliseconds(10))
        }
        XCTAssertTrue(hashingThreadIDs().isDisjoint(with: own))
    }

    /// This process's threads that bear a hashing thread's name.
    private func hashingThreadIDs() -> Set<String> {
        let tasks = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/task")) ?? []
        return Set(
            tasks.filter { (try? String(contentsOfFile: "/proc/self/task/\($0)/comm", encoding: .utf8)) == "hashing\n" }
        )
    }
}
