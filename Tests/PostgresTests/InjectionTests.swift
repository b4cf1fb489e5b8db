import Postgres
import Support
import XCTest

final class InjectionTests: XCTestCase {
    func testAValueIsNeverReadAsSQL() async throws {
        try await withPool { pool in
            try await pool.run("CREATE TABLE people (name text NOT NULL)")
            let hostile = [
                "'; DROP TABLE people; --", "' OR '1'='1", "\\'; DROP TABLE people; --", "$1", "\u{2019} OR 1=1",
                "x\u{0}y".replacing("\u{0}", with: ""), "/* */", "%' OR true",
            ]
            for name in hostile { try await pool.run("INSERT INTO people (name) VALUES (\(name))") }

            for name in hostile {
                let found = try await pool.rows("SELECT name FROM people WHERE name = \(name)", as: String.self)
                XCTAssertEqual(found, [name])
            }
        }
    }

    func testTextIsNotCutAtANulCharacter() async throws {
        try await withPool { pool in
            let error = try await postgresError { try await pool.run("SELECT \("admin\u{0}, really")::text") }
            XCTAssertEqual(error?.kind, .unsendable)
            XCTAssertEqual(error?.reason, "parameter $1 holds a NUL character")
        }
    }
}
