import Postgres
import ServiceRuntime
import Support
import XCTest

final class RestartTests: XCTestCase {
    func testThePoolCarriesOnWhenPostgreSQLRestarts() async throws {
        let cluster = PostgresCluster()
        try await withPool(connections: 4, of: cluster) { pool in
            try await pool.run("CREATE TABLE t (n int)")
            for _ in 0..<4 { try await pool.run("SELECT 1") }
            try await cluster.restart()

            // Every idle connection is dead now, and nobody notices.
            for number in 0..<8 { try await pool.run("INSERT INTO t VALUES (\(number))") }
            let count = try await pool.row("SELECT count(*) FROM t", as: Int.self)
            XCTAssertEqual(count, 8)
        }
        try await cluster.stop()
    }

    func testWhoeverAsksDuringTheRestartWaitsForItsEnd() async throws {
        let cluster = PostgresCluster()
        try await withPool(connections: 4, of: cluster) { pool in
            try await pool.run("SELECT 1")
            try await cluster.stop()
            let whileDown = try await postgresError {
                try await Deadline.$current.withValue(.after(.milliseconds(500))) { _ = try await pool.run("SELECT 1") }
            }
            XCTAssertEqual(whileDown?.kind, .unavailable)
            async let answers = withThrowingTaskGroup(of: Int?.self) { group in
                for _ in 0..<10 { group.addTask { try await pool.row("SELECT 1", as: Int.self) } }
                return try await group.reduce(into: [Int?]()) { $0.append($1) }
            }
            try await Task.sleep(for: .milliseconds(300))
            try await cluster.start()
            let all = try await answers
            XCTAssertEqual(all, Array(repeating: 1, count: 10))
        }
        try await cluster.stop()
    }

    func testAServerThatHangsDuringAQueryHoldsNobodyUp() async throws {
        let cluster = PostgresCluster()
        try await withPool(connections: 1, of: cluster) { pool in
            try await pool.run("SELECT 1")
            try await cluster.pause()
            let start = ContinuousClock.now
            let error = try await postgresError {
                try await Deadline.$current.withValue(.after(.milliseconds(300))) { _ = try await pool.run("SELECT 1") }
            }
            XCTAssertEqual(error?.kind, .deadlinePassed)
            XCTAssertLessThan(start.duration(to: .now), .seconds(3))
            try await cluster.resume()
            try await eventually { await pool.health() }
        }
        try await cluster.stop()
    }
}
