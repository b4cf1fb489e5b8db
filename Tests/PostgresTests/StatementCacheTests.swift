import Support
import XCTest

@testable import Postgres

final class StatementCacheTests: XCTestCase {
    func testTheLeastRecentlyUsedStatementGoesFirst() {
        var cache = StatementCache(limit: 2)
        cache.keep("A", as: cache.newName())
        cache.keep("B", as: cache.newName())
        XCTAssertEqual(cache.name(of: "A"), "s1")

        XCTAssertEqual(cache.makeRoom(), "s2")
        XCTAssertNil(cache.name(of: "B"))
        XCTAssertEqual(cache.name(of: "A"), "s1")
        XCTAssertNil(cache.makeRoom())
    }

    func testAStatementIsPreparedOnceForAllItsValues() async throws {
        try await withPool(connections: 1) { pool in
            for number in 1...5 {
                let back = try await pool.row("SELECT \(number)::int8", as: Int.self)
                XCTAssertEqual(back, number)
            }
            let uses = try await pool.row(
                """
                SELECT count(*), sum(generic_plans + custom_plans)::int8
                FROM pg_prepared_statements WHERE statement = 'SELECT $1::int8'
                """,
                as: (Int, Int).self
            )
            XCTAssertEqual(uses?.0, 1)
            XCTAssertEqual(uses?.1, 5)
        }
    }

    func testTheServerKeepsNoMoreStatementsThanTheLimit() async throws {
        let limits = PostgresLimits(preparedStatements: 3)
        try await withPool(connections: 1, limits: limits) { pool in
            let statements: [SQL] = ["SELECT 1", "SELECT 2", "SELECT 3", "SELECT 4", "SELECT 5"]
            for statement in statements { try await pool.run(statement) }
            let kept = try await pool.rows(
                "SELECT statement FROM pg_prepared_statements ORDER BY prepare_time",
                as: String.self
            )
            XCTAssertEqual(kept.count, 3)
            XCTAssertEqual(Array(kept.prefix(2)), ["SELECT 4", "SELECT 5"])
        }
    }

    func testAStatementOutlivesAChangeOfItsTable() async throws {
        try await withPool(connections: 1) { pool in
            try await pool.run("CREATE TABLE t (n int)")
            try await pool.run("INSERT INTO t VALUES (1)")
            let before = try await pool.result(of: "SELECT * FROM t")
            XCTAssertEqual(before.columnCount, 1)
            try await pool.run("ALTER TABLE t ADD COLUMN m int")
            let after = try await pool.result(of: "SELECT * FROM t")
            XCTAssertEqual(after.columnCount, 2)
        }
    }
}
