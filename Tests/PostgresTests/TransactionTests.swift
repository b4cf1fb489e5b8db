import Postgres
import ServiceRuntime
import Support
import XCTest

final class TransactionTests: XCTestCase {
    private struct ChangedMyMind: Error {}

    private func withTable(_ test: (PostgresPool) async throws -> Void) async throws {
        try await withPool { pool in
            try await pool.run("CREATE TABLE t (n int CONSTRAINT t_n_key UNIQUE)")
            try await test(pool)
        }
    }

    private func numbers(_ database: some Queries) async throws -> [Int] {
        try await database.rows("SELECT n FROM t ORDER BY n", as: Int.self)
    }

    func testStatementsTakeEffectTogether() async throws {
        try await withTable { pool in
            let seen = try await pool.transaction { transaction in
                try await transaction.run("INSERT INTO t VALUES (1)")
                try await transaction.run("INSERT INTO t VALUES (2)")
                return try await numbers(transaction)
            }
            XCTAssertEqual(seen, [1, 2])
            let kept = try await numbers(pool)
            XCTAssertEqual(kept, [1, 2])
        }
    }

    func testAThrowUndoesEverything() async throws {
        try await withTable { pool in
            do {
                try await pool.transaction { transaction in
                    try await transaction.run("INSERT INTO t VALUES (1)")
                    throw ChangedMyMind()
                }
                XCTFail("It committed.")
            } catch {
                XCTAssertTrue(error is ChangedMyMind)
            }
            let kept = try await numbers(pool)
            XCTAssertEqual(kept, [])
        }
    }

    func testAFailureThatWasCaughtDoesNotPassForACommit() async throws {
        try await withTable { pool in
            let error = try await postgresError {
                try await pool.transaction { transaction in
                    try await transaction.run("INSERT INTO t VALUES (1)")
                    _ = try? await transaction.run("INSERT INTO t VALUES (1)")
                }
            }
            XCTAssertEqual(error?.kind, .refused)
            let kept = try await numbers(pool)
            XCTAssertEqual(kept, [])
        }
    }

    func testASavepointLetsTheTransactionGoOn() async throws {
        try await withTable { pool in
            try await pool.transaction { transaction in
                try await transaction.run("INSERT INTO t VALUES (1)")
                do {
                    try await transaction.savepoint {
                        try await transaction.run("INSERT INTO t VALUES (2)")
                        try await transaction.run("INSERT INTO t VALUES (1)")
                    }
                } catch {
                    XCTAssertTrue(error.violates("t_n_key"))
                }
                try await transaction.run("INSERT INTO t VALUES (3)")
            }
            let kept = try await numbers(pool)
            XCTAssertEqual(kept, [1, 3])
        }
    }

    func testAConstraintCheckedAtCommitIsStillKnownByName() async throws {
        try await withPool { pool in
            try await pool.run("CREATE TABLE t (n int CONSTRAINT t_n_key UNIQUE DEFERRABLE INITIALLY DEFERRED)")
            let error = try await postgresError {
                try await pool.transaction { transaction in
                    try await transaction.run("INSERT INTO t VALUES (1), (1)")
                }
            }
            XCTAssertEqual(error?.violates("t_n_key"), true)
        }
    }

    func testTheIsolationLevelIsTheOneAskedFor() async throws {
        try await withTable { pool in
            let levels: [(TransactionIsolation, String)] = [
                (.readCommitted, "read committed"), (.repeatableRead, "repeatable read"),
                (.snapshot, "repeatable read"), (.serializable, "serializable"),
            ]
            for (isolation, expected) in levels {
                let level = try await pool.transaction(isolation) { transaction in
                    try await transaction.row("SHOW transaction_isolation", as: String.self)
                }
                XCTAssertEqual(level, expected)
            }
            let error = try await postgresError {
                try await pool.transaction(.snapshot) { transaction in
                    try await transaction.run("INSERT INTO t VALUES (1)")
                }
            }
            XCTAssertEqual(error?.sqlState?.rawValue, "25006")
        }
    }

    func testALostRaceIsRecognised() async throws {
        try await withTable { pool in
            try await pool.run("INSERT INTO t VALUES (1)")
            let error = try await postgresError {
                try await pool.transaction(.repeatableRead) { transaction in
                    _ = try await numbers(transaction)
                    // In a task of its own, as another request would be.
                    try await Task.detached { _ = try await pool.run("UPDATE t SET n = 2") }.value
                    try await transaction.run("UPDATE t SET n = 3")
                }
            }
            XCTAssertEqual(error?.isLostRace, true)
        }
    }

    func testThePoolRefusesASecondConnectionInsideATransaction() async throws {
        try await withTable { pool in
            let error = try await postgresError {
                try await pool.transaction { _ in _ = try await self.numbers(pool) }
            }
            XCTAssertEqual(error?.kind, .misused)
        }
    }

    func testATransactionIsOfNoUseAfterItsEnd() async throws {
        try await withTable { pool in
            let kept = try await pool.transaction { $0 }
            let error = try await postgresError { try await kept.run("INSERT INTO t VALUES (1)") }
            XCTAssertEqual(error?.kind, .misused)
        }
    }

    func testTwoStatementsAtOnceInOneTransactionAreRefused() async throws {
        try await withTable { pool in
            let error = try await postgresError {
                try await pool.transaction { transaction in
                    async let slow: Int = transaction.run("SELECT pg_sleep(0.5)")
                    try await Task.sleep(for: .milliseconds(100))
                    try await transaction.run("INSERT INTO t VALUES (1)")
                    _ = try await slow
                }
            }
            XCTAssertEqual(error?.kind, .misused)
        }
    }

    func testACancelledTaskCommitsNothing() async throws {
        try await withTable { pool in
            let task = Task {
                try await pool.transaction { transaction in
                    try await transaction.run("INSERT INTO t VALUES (1)")
                    withUnsafeCurrentTask { $0?.cancel() }
                }
            }
            do {
                try await task.value
                XCTFail("It committed.")
            } catch {
                XCTAssertTrue(error is CancellationError)
            }
            let kept = try await numbers(pool)
            XCTAssertEqual(kept, [])
        }
    }

    func testALostAnswerToACommitIsSaidToBeUnknown() async throws {
        try await withTable { pool in
            // The commit waits in a deferred trigger, so that there is time to take its connection away.
            try await pool.run(
                """
                CREATE FUNCTION tarry() RETURNS trigger LANGUAGE plpgsql AS
                'BEGIN PERFORM pg_sleep(20); RETURN NULL; END'
                """
            )
            try await pool.run(
                """
                CREATE CONSTRAINT TRIGGER slow AFTER INSERT ON t DEFERRABLE INITIALLY DEFERRED
                FOR EACH ROW EXECUTE FUNCTION tarry()
                """
            )
            let backend = try await pool.row("SELECT pg_backend_pid()", as: Int.self)
            async let killing: Void = terminateOnceItCommits(backend)
            let error = try await postgresError {
                try await pool.transaction { transaction in
                    try await transaction.run("INSERT INTO t VALUES (1)")
                }
            }
            try await killing
            XCTAssertEqual(error?.kind, .outcomeUnknown)
        }
    }
}

private func terminateOnceItCommits(_ backend: Int?) async throws {
    let backend = try XCTUnwrap(backend)
    try await eventually {
        let isCommitting = "query = 'COMMIT' AND state = 'active' AND wait_event = 'PgSleep'"
        return try await PostgresCluster.shared.runSQL(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid = \(backend) AND \(isCommitting)"
        ) == "t"
    }
}
