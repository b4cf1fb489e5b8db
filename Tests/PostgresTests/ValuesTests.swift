import Foundation
import Postgres
import ServiceRuntime
import Support
import XCTest

final class ValuesTests: XCTestCase {
    func testEveryValueComesBackAsItWasSent() async throws {
        try await withPool { pool in
            let uuid = UUID()
            let bytes = [UInt8](0...255)
            let text = "Zoë \u{1F980} 'quoted' \"twice\" \\ back; -- DROP"
            let found = try await pool.row(
                """
                SELECT \(text)::text, \(Int.min)::int8, \(Int32.max)::int4, \(true)::bool, \(-0.1)::float8,
                       \(uuid)::uuid, \(bytes)::bytea, \(UInt64.max)::xid8, \(Int16(-7))::int2, \(Data(bytes))::bytea
                """,
                as: (String, Int, Int32, Bool, Double, UUID, [UInt8], UInt64, Int16, Data).self
            )
            let row = try XCTUnwrap(found)
            XCTAssertEqual(row.0, text)
            XCTAssertEqual(row.1, .min)
            XCTAssertEqual(row.2, .max)
            XCTAssertEqual(row.3, true)
            XCTAssertEqual(row.4, -0.1)
            XCTAssertEqual(row.5, uuid)
            XCTAssertEqual(row.6, bytes)
            XCTAssertEqual(row.7, .max)
            XCTAssertEqual(row.8, -7)
            XCTAssertEqual(row.9, Data(bytes))
        }
    }

    func testTimesAreKeptToTheMicrosecond() async throws {
        try await withPool { pool in
            let moments = [
                Date(timeIntervalSince1970: 0), Date(timeIntervalSince1970: 1_790_000_000.123456),
                Date(timeIntervalSince1970: -1.5), Date(timeIntervalSince1970: -62_135_596_800),
                Date(timeIntervalSince1970: 951_782_399.999999), .distantFuture,
                Date(timeIntervalSince1970: 951_782_400),
            ]
            for moment in moments {
                let back = try await pool.row("SELECT \(moment)::timestamptz", as: Date.self)
                XCTAssertEqual(try XCTUnwrap(back).timeIntervalSince(moment), 0, accuracy: 0.000_000_5, "\(moment)")
            }
            let text = try await pool.row(
                "SELECT (\(moments[1])::timestamptz AT TIME ZONE 'UTC')::text",
                as: String.self
            )
            XCTAssertEqual(text, "2026-09-21 14:13:20.123456")
        }
    }

    func testATimeWithoutEndIsNeitherReadNorSent() async throws {
        try await withPool { pool in
            let read = try await postgresError {
                _ = try await pool.row("SELECT 'infinity'::timestamptz AS until", as: Date.self)
            }
            XCTAssertEqual(read?.kind, .unreadable)
            XCTAssertEqual(read?.reason, "column until holds infinity, which is no Date")

            let never = Date(timeIntervalSince1970: .infinity)
            let sent = try await postgresError { try await pool.run("SELECT \(never)::timestamptz") }
            XCTAssertEqual(sent?.kind, .unsendable)
        }
    }

    func testArraysKeepQuotesCommasAndAbsentElements() async throws {
        try await withPool { pool in
            let texts: [String?] = ["plain", "a,b", "\"quoted\"", "back\\slash", "", "NULL", nil, "{}"]
            let identifiers = [Identifier<ValuesTests>(at: .now), Identifier<ValuesTests>(at: .now)]
            let row = try await pool.row(
                "SELECT \(texts)::text[], \([Int.max, -1])::int8[], \(identifiers)::uuid[], \([String]())::text[]",
                as: ([String?], [Int], [Identifier<ValuesTests>], [String]).self
            )
            XCTAssertEqual(row?.0, texts)
            XCTAssertEqual(row?.1, [.max, -1])
            XCTAssertEqual(row?.2, identifiers)
            XCTAssertEqual(row?.3, [])

            let matches = try await pool.row("SELECT 'b' = ANY(\(["a", "b"]))", as: Bool.self)
            XCTAssertEqual(matches, true)
        }
    }

    func testAValueCanBeKeptAsJSON() async throws {
        struct Note: Codable, Equatable {
            var text: String
            var at: Date
        }
        try await withPool { pool in
            let note = Note(text: "Ünïcode \"quoted\"", at: Date(timeIntervalSince1970: 1_790_000_000.5))
            let row = try await pool.row(
                "SELECT \(JSONValue(note))::jsonb, \(JSONValue(note))::json",
                as: (JSONValue<Note>, JSONValue<Note>).self
            )
            XCTAssertEqual(row?.0.value, note)
            XCTAssertEqual(row?.1.value, note)
        }
    }

    func testEnumerationsTravelAsTheirRawValues() async throws {
        enum Colour: String, PostgresValue { case red, green }
        try await withPool { pool in
            let back = try await pool.row("SELECT \(Colour.green)::text", as: Colour.self)
            XCTAssertEqual(back, .green)
            let error = try await postgresError { _ = try await pool.row("SELECT 'mauve' AS colour", as: Colour.self) }
            XCTAssertEqual(error?.reason, "column colour holds a value that is no Colour")
        }
    }

    func testANullNamesItsColumnUnlessItIsExpected() async throws {
        try await withPool { pool in
            let error = try await postgresError {
                _ = try await pool.row("SELECT 1 AS id, NULL::text AS email", as: (Int, String).self)
            }
            XCTAssertEqual(error?.kind, .unreadable)
            XCTAssertEqual(error?.reason, "column email is NULL, no String")
            XCTAssertEqual(error?.statement, "SELECT 1 AS id, NULL::text AS email")

            let row = try await pool.row("SELECT 1 AS id, NULL::text AS email", as: (Int, String?).self)
            XCTAssertEqual(row?.0, 1)
            XCTAssertEqual(row?.1, .some(nil))
        }
    }

    func testAColumnOfAnotherTypeIsRefusedByName() async throws {
        try await withPool { pool in
            let error = try await postgresError { _ = try await pool.row("SELECT 'x' AS total", as: Int.self) }
            XCTAssertEqual(error?.reason, "column total is text and cannot be read as Int")

            let tooLarge = try await postgresError { _ = try await pool.row("SELECT 70000 AS n", as: Int16.self) }
            XCTAssertEqual(tooLarge?.reason, "column n holds a number that does not fit Int16")

            let columns = try await postgresError { _ = try await pool.row("SELECT 1, 2", as: Int.self) }
            XCTAssertEqual(columns?.reason, "a row has 2 columns, and 1 were asked for")
        }
    }

    func testRowsCanBeReadByName() async throws {
        struct Person: RowDecodable, Equatable {
            var id: Int
            var nickname: String?

            init(row: PostgresRow) throws {
                id = try row["id"]
                nickname = try row["nickname"]
            }
        }
        try await withPool { pool in
            let people = try await pool.rows(
                "SELECT id, NULLIF('x' || id, 'x2') AS nickname FROM generate_series(1, 2) AS id",
                as: Person.self
            )
            XCTAssertEqual(people.map(\.nickname), ["x1", nil])

            let error = try await postgresError { _ = try await pool.row("SELECT 1 AS other", as: Person.self) }
            XCTAssertEqual(error?.reason, "there is no column id")
        }
    }
}
