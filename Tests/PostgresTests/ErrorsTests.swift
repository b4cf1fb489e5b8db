import Postgres
import ServiceRuntime
import Support
import XCTest

final class ErrorsTests: XCTestCase {
    func testAViolatedConstraintIsKnownByItsName() async throws {
        try await withPool { pool in
            try await pool.run(
                "CREATE TABLE accounts (email text CONSTRAINT accounts_email_key UNIQUE, age int CONSTRAINT grown CHECK (age > 17))"
            )
            try await pool.run("INSERT INTO accounts VALUES (\("ada@example.org"), \(36))")

            do {
                try await pool.run("INSERT INTO accounts VALUES (\("ada@example.org"), \(36))")
                XCTFail("The address was taken twice.")
            } catch {
                XCTAssertTrue(error.violates("accounts_email_key"))
                XCTAssertFalse(error.violates("grown"))
                XCTAssertEqual((error as? PostgresError)?.sqlState, .uniqueViolation)
                XCTAssertEqual((error as? PostgresError)?.table, "accounts")
            }
            let young = try await postgresError { try await pool.run("INSERT INTO accounts VALUES ('b', \(3))") }
            XCTAssertEqual(young?.violates("grown"), true)
        }
    }

    func testADescriptionSaysWhereAndNeverQuotesAValue() async throws {
        try await withPool { pool in
            try await pool.run("CREATE TABLE accounts (email text CONSTRAINT accounts_email_key UNIQUE)")
            try await pool.run("INSERT INTO accounts VALUES (\("ada@example.org"))")
            let taken = try await postgresError {
                try await pool.run("INSERT INTO accounts VALUES (\("ada@example.org"))")
            }
            XCTAssertEqual(
                taken.map(String.init(describing:)),
                "PostgreSQL: duplicate key value violates unique constraint \"accounts_email_key\" (23505) "
                    + "[constraint accounts_email_key] in: INSERT INTO accounts VALUES ($1)"
            )

            // The server's own sentence would be: invalid input syntax for type integer: "hunter2".
            let malformed = try await postgresError { try await pool.run("SELECT \("hunter2")::int") }
            XCTAssertEqual(malformed?.kind, .refused)
            XCTAssertEqual(malformed.map(String.init(describing:))?.contains("hunter2"), false)
        }
    }

    func testAFailedStatementLeavesTheConnectionUsable() async throws {
        try await withPool(connections: 1) { pool in
            let backend = try await pool.row("SELECT pg_backend_pid()", as: Int.self)
            let error = try await postgresError { try await pool.run("SELECT nonsense") }
            XCTAssertEqual(error?.sqlState?.rawValue, "42703")
            let same = try await pool.row("SELECT pg_backend_pid()", as: Int.self)
            XCTAssertEqual(same, backend)
        }
    }

    func testAURLThatCannotBeReadIsNotQuoted() {
        XCTAssertThrowsError(try PostgresPool(url: Secret("postgresql://ada:hunter2@host:port/x?nonsense=hunter2"))) {
            error in
            XCTAssertFalse("\(error)".contains("hunter2"), "\(error)")
        }
    }

    func testCopyIsRefusedRatherThanWaitedForEver() async throws {
        try await withPool(connections: 1) { pool in
            try await pool.run("CREATE TABLE t (n int)")
            let error = try await postgresError { try await pool.run("COPY t TO STDOUT") }
            XCTAssertEqual(error?.kind, .misused)
            let answer = try await pool.row("SELECT 1", as: Int.self)
            XCTAssertEqual(answer, 1)
        }
    }
}
