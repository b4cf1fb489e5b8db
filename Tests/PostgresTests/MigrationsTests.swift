import Support
import XCTest

@testable import Postgres

final class MigrationsTests: XCTestCase {
    private let first = Migration(1, "create_pets", Array("CREATE TABLE pets (name text);".utf8))
    private let second = Migration(
        2,
        "fill_pets",
        Array("INSERT INTO pets VALUES ('Rex'); INSERT INTO pets VALUES ('Tom');".utf8)
    )

    private func pets(_ pool: PostgresPool) async throws -> [String] {
        try await pool.rows("SELECT name FROM pets ORDER BY name", as: String.self)
    }

    func testEachIsAppliedOnce() async throws {
        try await withPool { pool in
            try await pool.migrate([first])
            try await pool.migrate([first, second])
            try await pool.migrate([first, second])
            let found = try await pets(pool)
            XCTAssertEqual(found, ["Rex", "Tom"])
        }
    }

    func testReplicasThatStartTogetherTakeTurns() async throws {
        try await withPool { pool in
            let migrations = [first, second]
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<8 { group.addTask { try await pool.migrate(migrations) } }
                try await group.waitForAll()
            }
            let found = try await pets(pool)
            XCTAssertEqual(found, ["Rex", "Tom"])
        }
    }

    func testOneThatWasChangedAfterwardsIsRefused() async throws {
        try await withPool { pool in
            try await pool.migrate([first])
            var changed = first
            changed.sql += Array("-- a comment".utf8)
            do {
                try await pool.migrate([changed, second])
                XCTFail("It was let through.")
            } catch {
                XCTAssertEqual(
                    "\(error)",
                    "The migration service 1 (create_pets) was changed after it had been applied: restore its file, "
                        + "and make the change in a new migration."
                )
            }
        }
    }

    func testAnOlderProgramIsRefused() async throws {
        try await withPool { pool in
            try await pool.migrate([first, second])
            do {
                try await pool.migrate([first])
                XCTFail("It was let through.")
            } catch {
                XCTAssertEqual(
                    "\(error)",
                    "The database has the migration service 2 (fill_pets), which this program does not know: "
                        + "run the newer release that applied it."
                )
            }
        }
    }

    func testOneThatFailsLeavesNothingBehind() async throws {
        try await withPool { pool in
            let broken = Migration(2, "broken", Array("INSERT INTO pets VALUES ('Rex'); SELECT nonsense;".utf8))
            let error = try await postgresError { try await pool.migrate([first, broken]) }
            XCTAssertEqual(error?.reason.contains("service 2 (broken)"), true)
            let none = try await pets(pool)
            XCTAssertEqual(none, [])

            try await pool.migrate([first, second])
            let found = try await pets(pool)
            XCTAssertEqual(found, ["Rex", "Tom"])
        }
    }

    func testSeriesAreCountedApart() async throws {
        try await withPool { pool in
            let other = Migration(1, "create_toys", Array("CREATE TABLE toys (name text);".utf8), series: "library")
            try await pool.migrate([other, first, second])
            let found = try await pets(pool)
            XCTAssertEqual(found, ["Rex", "Tom"])
        }
    }

    func testNumbersMustFollowOneAnother() {
        var twin = second
        twin.version = 1
        XCTAssertThrowsError(try MigrationPlan(of: [first, twin], after: []))
        XCTAssertThrowsError(try MigrationPlan(of: [second], after: []))
    }

    func testOneThatWasLeftOutIsRefusedLater() {
        let later = MigrationPlan.Applied(series: "service", version: 2, name: "fill_pets", isUnchanged: true)
        XCTAssertThrowsError(try MigrationPlan(of: [first, second], after: [later]))
    }

    func testItsFileNameFollowsFromNumberAndName() {
        XCTAssertEqual(first.fileName, "V0001_create_pets.sql")
    }
}
