import Foundation
import ServiceRuntime
import Support
import XCTest

final class PostgresClusterTests: XCTestCase {
    private static func ask(_ url: Secret<String>, _ sql: String) async throws -> String {
        try await runCommand("psql", ["--no-psqlrc", "-qtA", "-c", sql, url.expose()])
            .trimmingCharacters(in: .newlines)
    }

    func testEveryTestGetsADatabaseOfItsOwn() async throws {
        try await withTimeLimit(.seconds(300)) {
            let first = try await PostgresCluster.shared.freshDatabase()
            let second = try await PostgresCluster.shared.freshDatabase()
            _ = try await Self.ask(first, "CREATE TABLE things (id int)")

            let tables = "SELECT count(*) FROM pg_tables WHERE tablename = 'things'"
            let counts = try await [Self.ask(first, tables), Self.ask(second, tables)]
            XCTAssertEqual(counts, ["1", "0"])
        }
    }

    func testItsRoleIsNoSuperuser() async throws {
        try await withTimeLimit(.seconds(300)) {
            let url = try await PostgresCluster.shared.freshDatabase()
            let answer = try await Self.ask(url, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
            XCTAssertEqual(answer, "f")
        }
    }

    func testWhatWasCommittedOutlivesARestartAndACrash() async throws {
        try await withTimeLimit(.seconds(300)) {
            let cluster = PostgresCluster()
            let url = try await cluster.freshDatabase()
            _ = try await Self.ask(url, "CREATE TABLE things (id int); INSERT INTO things VALUES (1)")

            try await cluster.restart()
            _ = try await Self.ask(url, "INSERT INTO things VALUES (2)")
            try await cluster.kill()
            do {
                _ = try await Self.ask(url, "SELECT 1")
                XCTFail("nothing should answer")
            } catch is CommandFailed {}
            try await cluster.start()

            let count = try await Self.ask(url, "SELECT count(*) FROM things")
            XCTAssertEqual(count, "2")
            try await cluster.stop()
        }
    }

    func testAPausedServerAnswersOnceItGoesOn() async throws {
        try await withTimeLimit(.seconds(300)) {
            let cluster = PostgresCluster()
            let url = try await cluster.freshDatabase()
            try await cluster.pause()
            async let answer = Self.ask(url, "SELECT 'late'")
            try await Task.sleep(for: .milliseconds(300))
            try await cluster.resume()

            let text = try await answer
            XCTAssertEqual(text, "late")
            try await cluster.stop()
        }
    }
}
