import Messaging
import Outbox
import Postgres
import Support
import XCTest

/// What a caller is told of a database that could not do what was asked.
final class DatabaseFaultTests: XCTestCase {
    func testAFullDiskIsToldAsUnavailableSoThatItIsTriedAgain() async throws {
        let kind = try await faultKind(ofState: "53100")
        XCTAssertEqual(kind, .unavailable)
    }

    func testAnythingElseThatIsRefusedIsNoReasonToTryAgain() async throws {
        let kind = try await faultKind(ofState: "42501")
        XCTAssertNil(kind)
    }

    private func faultKind(ofState state: String) async throws -> Fault.Kind? {
        try await withTimeLimit(.seconds(60)) {
            let pool = try PostgresPool(url: try await PostgresCluster.shared.freshDatabase())
            return try await withRunning([pool]) {
                // The server itself says it, in a function that raises what it is given.
                try await pool.run(
                    """
                    CREATE FUNCTION fail(state text) RETURNS void LANGUAGE plpgsql AS
                    'BEGIN RAISE EXCEPTION USING ERRCODE = state; END'
                    """
                )
                do {
                    _ = try await pool.rows("SELECT fail(\(state))::text", as: String?.self)
                    return nil
                } catch let error as PostgresError {
                    XCTAssertEqual(error.sqlState?.rawValue, state)
                    return error.faultKind
                }
            }
        }
    }
}
