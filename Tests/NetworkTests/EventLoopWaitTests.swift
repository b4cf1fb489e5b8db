import Glibc
import Network
import ServiceRuntime
import XCTest

/// Long enough for a loaded machine; no test here should ever come near it.
private let generous = Deadline.after(.seconds(120))

final class EventLoopWaitTests: XCTestCase {
    func testAWaitEndsWhenBytesArrive() async throws {
        let pair = try SocketPair()
        let loop = try EventLoop.shared

        async let readiness = loop.wait(for: pair.left, until: .readable, before: generous)
        try await Task.sleep(for: .milliseconds(20))
        pair.sendFromRight("hello")

        let found = try await readiness
        XCTAssertTrue(found.contains(.readable))
        XCTAssertEqual(pair.readFromLeft(), "hello")
    }

    func testAWaitForWhatIsAlreadyThereEndsAtOnce() async throws {
        let pair = try SocketPair()
        pair.sendFromRight("early")
        let found = try await EventLoop.shared.wait(for: pair.left, until: [.readable, .writable], before: generous)
        XCTAssertEqual(found, [.readable, .writable])
    }

    func testOneDescriptorCanBeWaitedForAgainAndAgain() async throws {
        let pair = try SocketPair()
        for number in 0..<200 {
            async let readiness = EventLoop.shared.wait(for: pair.left, until: .readable, before: generous)
            pair.sendFromRight("\(number)")
            _ = try await readiness
            XCTAssertEqual(pair.readFromLeft(), "\(number)")
        }
    }

    func testAFullSocketBecomesWritableWhenTheOtherSideReads() async throws {
        let pair = try SocketPair()
        pair.fillLeft()
        async let readiness = EventLoop.shared.wait(for: pair.left, until: .writable, before: generous)
        try await Task.sleep(for: .milliseconds(20))
        pair.drainRight()
        let found = try await readiness
        XCTAssertTrue(found.contains(.writable))
    }

    func testAWaitEndsWhenTheOtherSideGoesAway() async throws {
        let pair = try SocketPair()
        async let readiness = EventLoop.shared.wait(for: pair.left, until: .readable, before: generous)
        try await Task.sleep(for: .milliseconds(20))
        shutdown(pair.right, Int32(SHUT_WR))
        let found = try await readiness
        XCTAssertTrue(found.contains(.ended))
    }

    func testAWaitEndsAtItsDeadlineAndNotBefore() async throws {
        let pair = try SocketPair()
        let deadline = Deadline.after(.milliseconds(60))
        await assertThrows(DeadlinePassed.self) {
            try await EventLoop.shared.wait(for: pair.left, until: .readable, before: deadline)
        }
        XCTAssertTrue(deadline.isPast)
    }

    func testADeadlineInThePastIsNotWaitedFor() async throws {
        let pair = try SocketPair()
        pair.sendFromRight("there")
        await assertThrows(DeadlinePassed.self) {
            try await EventLoop.shared.wait(for: pair.left, until: .readable, before: .after(.seconds(-1)))
        }
    }

    func testACancelledTaskStopsWaitingAtOnce() async throws {
        let pair = try SocketPair()
        let waiting = Task { try await EventLoop.shared.wait(for: pair.left, until: .readable, before: generous) }
        try await Task.sleep(for: .milliseconds(20))
        waiting.cancel()
        await assertThrows(CancellationError.self) { try await waiting.value }
        // The descriptor is free for another.
        pair.sendFromRight("next")
        try await EventLoop.shared.wait(for: pair.left, until: .readable, before: generous)
    }

    func testATaskCancelledBeforeItWaitsDoesNotWait() async throws {
        let pair = try SocketPair()
        let waiting = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            try await EventLoop.shared.wait(for: pair.left, until: .readable, before: generous)
        }
        await assertThrows(CancellationError.self) { try await waiting.value }
    }

    func testTwoTasksCannotWaitForOneDescriptor() async throws {
        let pair = try SocketPair()
        let first = Task { try await EventLoop.shared.wait(for: pair.left, until: .readable, before: generous) }
        try await Task.sleep(for: .milliseconds(50))
        await assertThrows(AlreadyWaiting.self) {
            try await EventLoop.shared.wait(for: pair.left, until: .readable, before: generous)
        }
        pair.sendFromRight("for the first")
        _ = try await first.value
    }

    func testADescriptorThatIsNotOpenIsAnErrorAndNotAWait() async throws {
        await assertThrows(NetworkError.self) {
            try await EventLoop.shared.wait(for: 1_000_000, until: .readable, before: generous)
        }
    }

    func testManyDescriptorsAreWaitedForSideBySide() async throws {
        let pairs = try (0..<100).map { _ in try SocketPair() }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for pair in pairs {
                group.addTask {
                    try await EventLoop.shared.wait(for: pair.left, until: .readable, before: generous)
                }
            }
            for pair in pairs.reversed() { pair.sendFromRight("x") }
            try await group.waitForAll()
        }
    }

    private func assertThrows<E: Error>(
        _: E.Type,
        line: UInt = #line,
        _ body: () async throws -> some Sendable
    ) async {
        do {
            _ = try await body()
            XCTFail("nothing was thrown", line: line)
        } catch {
            XCTAssertTrue(error is E, "\(error)", line: line)
        }
    }
}
