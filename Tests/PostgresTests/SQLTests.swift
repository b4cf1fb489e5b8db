import XCTest

@testable import Postgres

final class SQLTests: XCTestCase {
    func testInterpolationsBecomeNumberedParameters() {
        let name = "Ada"
        let sql: SQL = "SELECT \(1) WHERE name = \(name)"

        XCTAssertEqual(sql.text, "SELECT $1 WHERE name = $2")
        XCTAssertEqual(sql.parameters, [.text("1"), .text("Ada")])
    }

    func testFragmentsKeepTheirParametersInOrder() {
        let condition: SQL = "b = \(2)"
        let sql: SQL = "SELECT \(1) WHERE \(fragment: condition) AND c = \(3)"

        XCTAssertEqual(sql.text, "SELECT $1 WHERE b = $2 AND c = $3")
        XCTAssertEqual(sql.parameters, [.text("1"), .text("2"), .text("3")])
    }

    func testFragmentsCanBeJoined() {
        let rows = [1, 2, 3].map { number -> SQL in "(\(number))" }
        let sql: SQL = "INSERT INTO t VALUES \(fragment: .joined(rows, by: ", "))"

        XCTAssertEqual(sql.text, "INSERT INTO t VALUES ($1), ($2), ($3)")
        XCTAssertEqual(sql.parameters.count, 3)
    }

    func testNothingIsSentForAnAbsentValueButNull() {
        let nobody: String? = nil
        XCTAssertEqual(("SELECT \(nobody)" as SQL).parameters, [.null])
    }

    func testItsDescriptionHoldsNoValue() {
        let password = "correct horse"
        XCTAssertEqual("\("SELECT \(password)" as SQL)", "SELECT $1")
    }

    func testOnlyAStatementThatBeginsWithSelectCountsAsLooking() {
        XCTAssertTrue(("SELECT 1" as SQL).isSelect)
        XCTAssertTrue(("\n   select 1" as SQL).isSelect)
        XCTAssertFalse(("WITH gone AS (DELETE FROM t RETURNING 1) SELECT 1" as SQL).isSelect)
        XCTAssertFalse(("INSERT INTO t SELECT 1" as SQL).isSelect)
        XCTAssertFalse(("" as SQL).isSelect)
    }
}
