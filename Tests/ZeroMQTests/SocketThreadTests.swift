import Foundation
import Support
import Synchronization
import XCTest
import ZeroMQ

/// One thread owns the sockets; others post commands, and tasks may run there.
final class SocketThreadTests: XCTestCase {
    private enum Command: Sendable, Equatable {
        case note(Int)
        case stop
    }

    /// What a thread did.
    private final class Record: Sendable {
        let noted = Mutex<[Int]>([])
        let threads = Mutex<Set<String>>([])
        let leftover = Mutex<Int?>(nil)

        func noteThread() { threads.withLock { _ = $0.insert(Thread.current.name ?? "") } }
    }

    private func start(_ record: Record) throws -> SocketThread<Command> {
        let thread = try SocketThread<Command>(name: "sockets")
        thread.start {
            var poller = thread.makePoller()
            var isOver = false
            while !isOver {
                guard (try? thread.wait(with: &poller, atMost: nil)) != nil else { return }
                record.noteThread()
                for command in thread.takeCommands() {
                    switch command {
                    case .note(let number): record.noted.withLock { $0.append(number) }
                    case .stop: isOver = true
                    }
                }
            }
        } leftover: { commands in
            record.leftover.withLock { $0 = commands.count }
        }
        return thread
    }

    func testCommandsAreObeyedInOrderOnOneThread() async throws {
        try await withTimeLimit(.seconds(30)) {
            let record = Record()
            let thread = try start(record)
            for number in 0..<1000 { XCTAssertTrue(thread.post(.note(number))) }
            thread.post(.stop)
            await thread.ended()
            XCTAssertEqual(record.noted.withLock { $0 }, Array(0..<1000))
            XCTAssertEqual(record.threads.withLock { $0 }, ["sockets"])
            try await eventually(within: .seconds(5), "the end") { record.leftover.withLock { $0 } == 0 }
        }
    }

    /// A wake-up that got lost would leave its command lying until the next one, which here is never sent.
    func testNoWakeUpIsLost() async throws {
        try await withTimeLimit(.seconds(60)) {
            let record = Record()
            let thread = try start(record)
            for number in 1...2000 {
                thread.post(.note(number))
                let end = ContinuousClock.now + .seconds(5)
                while record.noted.withLock({ $0.count }) < number {
                    guard ContinuousClock.now < end else { return XCTFail("command \(number) was not obeyed") }
                    await Task.yield()
                }
            }
            thread.post(.stop)
            await thread.ended()
        }
    }

    func testATaskThatPrefersTheThreadRunsThere() async throws {
        try await withTimeLimit(.seconds(30)) {
            let thread = try start(Record())
            let names = await withTaskGroup(of: String.self) { group in
                for _ in 0..<50 {
                    group.addTask(executorPreference: thread) {
                        await Task.yield()
                        return currentThreadName()
                    }
                }
                return await group.reduce(into: Set<String>()) { $0.insert($1) }
            }
            XCTAssertEqual(names, ["sockets"])
            thread.post(.stop)
            await thread.ended()
        }
    }

    func testAfterItsEndNothingIsTakenAndItsTasksStillEnd() async throws {
        try await withTimeLimit(.seconds(30)) {
            let thread = try start(Record())
            let task = Task(executorPreference: thread) {
                while !Task.isCancelled { try? await Task.sleep(for: .milliseconds(5)) }
                return "done"
            }
            thread.post(.stop)
            await thread.ended()
            XCTAssertFalse(thread.post(.note(1)))
            await thread.ended()
            task.cancel()
            let result = await task.value
            XCTAssertEqual(result, "done")
        }
    }
}

private func currentThreadName() -> String { Thread.current.name ?? "" }
