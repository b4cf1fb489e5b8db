import Foundation
import Support
import Synchronization
import XCTest

@testable import GatewayService

final class KeptAnswersTests: XCTestCase {
    private let now = SetClock().now
    private var later: Date { now + 5 }

    func testAKeptAnswerIsUsedUntilItsTimeIsUpAndOnlyWhileTheLineIsAlive() async throws {
        try await withTimeLimit(.seconds(20)) {
            let answers = KeptAnswers<Int, String>(most: 10)
            let asked = Count()
            func answer(at moment: Date, isLineAlive: Bool) async throws -> String {
                try await answers.answer(for: 1, at: moment, isLineAlive: isLineAlive) { [later] in
                    ("answer \(asked.next())", later)
                }
            }
            let first = try await answer(at: now, isLineAlive: true)
            let again = try await answer(at: now + 4, isLineAlive: true)
            XCTAssertEqual([first, again], ["answer 1", "answer 1"])
            let onADeadLine = try await answer(at: now + 4, isLineAlive: false)
            XCTAssertEqual(onADeadLine, "answer 2")
            let afterItsTime = try await answer(at: now + 5, isLineAlive: true)
            XCTAssertEqual(afterItsTime, "answer 3")
        }
    }

    func testThoseWhoAskAtTheSameTimeShareOneQuestion() async throws {
        try await withTimeLimit(.seconds(20)) {
            let answers = KeptAnswers<Int, Int>(most: 10)
            let asked = Count()
            let all = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<50 {
                    group.addTask { [now, later] in
                        try await answers.answer(for: 1, at: now, isLineAlive: true) {
                            try await Task.sleep(for: .milliseconds(50))
                            return (asked.next(), later)
                        }
                    }
                }
                return try await group.reduce(into: Set<Int>()) { $0.insert($1) }
            }
            XCTAssertEqual(all, [1])
            XCTAssertEqual(asked.value, 1)
        }
    }

    func testAnAnswerOnItsWayIsNotKeptWhenEverythingIsForgottenMeanwhile() async throws {
        try await withTimeLimit(.seconds(20)) {
            let answers = KeptAnswers<Int, Int>(most: 10)
            let (moments, pass) = AsyncStream.makeStream(of: Void.self)
            let stale = Task { [now, later] in
                try await answers.answer(for: 1, at: now, isLineAlive: true) {
                    for await _ in moments { break }
                    return (1, later)
                }
            }
            try await eventually { answers.isAsking }
            answers.forgetAll()
            // Who asks from here on does not share the question of before.
            let fresh = try await answers.answer(for: 1, at: now, isLineAlive: false) { [later] in (2, later) }
            pass.yield()
            let old = try await stale.value
            XCTAssertEqual([old, fresh], [1, 2])
            XCTAssertEqual(answers.kept(for: 1, at: now), 2)
        }
    }

    func testAFailureIsNotKept() async throws {
        try await withTimeLimit(.seconds(20)) {
            struct Failure: Error {}
            let answers = KeptAnswers<Int, Int>(most: 10)
            do {
                _ = try await answers.answer(for: 1, at: now, isLineAlive: true) { throw Failure() }
                XCTFail("should have failed")
            } catch is Failure {}
            let next = try await answers.answer(for: 1, at: now, isLineAlive: true) { [later] in (2, later) }
            XCTAssertEqual(next, 2)
        }
    }

    func testThereAreNeverMoreThanItsBound() {
        let answers = KeptAnswers<Int, Int>(most: 3)
        for key in 0..<10 { answers.keep(key, for: key, until: later, at: now) }
        XCTAssertEqual(answers.count, 3)
        // What has expired makes room.
        answers.keep(99, for: 99, until: later + 10, at: later + 2)
        XCTAssertEqual(answers.count, 1)
        XCTAssertEqual(answers.kept(for: 99, at: later + 2), 99)
    }
}

/// Counts up from 1.
final class Count: Sendable {
    private let count = Mutex(0)

    var value: Int { count.withLock { $0 } }

    @discardableResult func next() -> Int {
        count.withLock { count in
            count += 1
            return count
        }
    }
}
