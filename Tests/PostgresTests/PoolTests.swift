import Foundation
import Postgres
import ServiceRuntime
import Support
import XCTest

final class PoolTests: XCTestCase {
    func testItUsesNoMoreConnectionsThanItMay() async throws {
        try await withPool(connections: 3) { pool in
            let backends = try await withThrowingTaskGroup(of: Int?.self) { group in
                for _ in 0..<20 {
                    group.addTask { try await pool.row("SELECT pg_backend_pid() FROM pg_sleep(0.02)", as: Int.self) }
                }
                return try await group.reduce(into: Set<Int?>()) { $0.insert($1) }
            }
            XCTAssertLessThanOrEqual(backends.count, 3)
        }
    }

    func testThoseWhoWaitAreServedInOrder() async throws {
        try await withPool(connections: 1) { pool in
            try await pool.run("CREATE TABLE served (place serial, n int)")
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await pool.run("SELECT pg_sleep(1.5)") }
                for number in 1...5 {
                    try await Task.sleep(for: .milliseconds(150))
                    group.addTask { try await pool.run("INSERT INTO served (n) VALUES (\(number))") }
                }
                try await group.waitForAll()
            }
            let order = try await pool.rows("SELECT n FROM served ORDER BY place", as: Int.self)
            XCTAssertEqual(order, [1, 2, 3, 4, 5])
        }
    }

    func testOneTooManyIsRefusedAtOnce() async throws {
        try await withPool(connections: 1, limits: PostgresLimits(waiting: 1)) { pool in
            try await pool.run("SELECT 1")
            async let holding = pool.run("SELECT pg_sleep(2)")
            try await Task.sleep(for: .milliseconds(300))
            async let waiting = pool.run("SELECT 1")
            try await Task.sleep(for: .milliseconds(300))

            let start = ContinuousClock.now
            let error = try await postgresError { try await pool.run("SELECT 1") }
            XCTAssertEqual(error?.kind, .overloaded)
            XCTAssertLessThan(start.duration(to: .now), .seconds(1))
            _ = try await (holding, waiting)
        }
    }

    func testWaitingForAConnectionObeysTheDeadline() async throws {
        try await withPool(connections: 1) { pool in
            async let holding = pool.run("SELECT pg_sleep(2)")
            try await Task.sleep(for: .milliseconds(500))
            let error = try await postgresError {
                try await Deadline.$current.withValue(.after(.milliseconds(200))) { _ = try await pool.run("SELECT 1") }
            }
            XCTAssertEqual(error?.kind, .deadlinePassed)
            _ = try await holding
        }
    }

    func testAQueryObeysTheDeadlineAndIsCancelledOnTheServer() async throws {
        try await withPool(connections: 1) { pool in
            try await pool.run("SELECT 1")
            let start = ContinuousClock.now
            let error = try await postgresError {
                try await Deadline.$current.withValue(.after(.milliseconds(300))) {
                    _ = try await pool.run("SELECT pg_sleep(25)")
                }
            }
            XCTAssertEqual(error?.kind, .deadlinePassed)
            XCTAssertLessThan(start.duration(to: .now), .seconds(5))
            try await eventually(within: .seconds(10), "The end of the statement on the server") {
                try await pool.row(
                    "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(25)%' AND pid <> pg_backend_pid()",
                    as: Int.self
                ) == 0
            }
        }
    }

    func testACancelledTaskStopsWaitingAtOnce() async throws {
        try await withPool(connections: 1) { pool in
            let task = Task { _ = try await pool.run("SELECT pg_sleep(25)") }
            try await Task.sleep(for: .milliseconds(500))
            let start = ContinuousClock.now
            task.cancel()
            guard case .failure(let error) = await task.result else { return XCTFail("It ended well.") }
            XCTAssertTrue(error is CancellationError)
            XCTAssertLessThan(start.duration(to: .now), .seconds(5))
            let answer = try await pool.row("SELECT 1", as: Int.self)
            XCTAssertEqual(answer, 1)
        }
    }

    func testAChangeWhoseAnswerIsLateIsSaidToBeUnknown() async throws {
        try await withPool { pool in
            try await pool.run("CREATE TABLE t (n int)")
            let error = try await postgresError {
                try await Deadline.$current.withValue(.after(.milliseconds(300))) {
                    _ = try await pool.run("INSERT INTO t SELECT 1 FROM pg_sleep(20)")
                }
            }
            XCTAssertEqual(error?.kind, .outcomeUnknown)
        }
    }

    func testAServerThatNeverAnswersHoldsNobodyUp() async throws {
        try await withTimeLimit(generous) {
            // The kernel accepts on its behalf; nobody ever reads.
            let listener = try SilentListener()
            let pool = try PostgresPool(url: Secret("postgresql://ada@127.0.0.1:\(listener.port)/x?connect_timeout=2"))
            let start = ContinuousClock.now
            let error = try await postgresError {
                try await Deadline.$current.withValue(.after(.milliseconds(300))) { _ = try await pool.run("SELECT 1") }
            }
            XCTAssertEqual(error?.kind, .deadlinePassed)
            XCTAssertLessThan(start.duration(to: .now), .seconds(2))
            let isHealthy = await pool.health()
            XCTAssertFalse(isHealthy)
        }
    }

    func testAServerThatCannotBeReachedIsSaidToBeUnavailable() async throws {
        try await withTimeLimit(generous) {
            let pool = try PostgresPool(url: Secret("postgresql://ada:hunter2@127.0.0.1:1/x"))
            let error = try await postgresError {
                try await Deadline.$current.withValue(.after(.milliseconds(500))) { _ = try await pool.run("SELECT 1") }
            }
            XCTAssertEqual(error?.kind, .unavailable)
            XCTAssertEqual(error.map { "\($0)".contains("hunter2") }, false)
        }
    }

    func testItStopsByClosingItsConnections() async throws {
        try await withPool { pool in
            try await pool.run("SELECT 1")
            let running = Task { try await pool.run() }
            try await Task.sleep(for: .milliseconds(100))
            running.cancel()
            try await running.value
            let error = try await postgresError { try await pool.run("SELECT 1") }
            XCTAssertEqual(error?.kind, .unavailable)
        }
    }

    func testNoticesGoToTheLog() async throws {
        let captured = CapturedLog()
        try await withPool(log: captured.log()) { pool in
            try await pool.run("DROP TABLE IF EXISTS nothing_of_the_kind")
            try await eventually { captured.text.contains("nothing_of_the_kind") }
        }
    }
}
