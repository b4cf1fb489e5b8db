import AuthService
import Foundation
import Postgres
import XCTest

final class MigrationsTests: XCTestCase {
    func testEveryFileInTheFolderIsInTheListAndTheOtherWayRound() throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../../Services/auth/AuthService/Migrations").standardized
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        let listed = AuthServer.migrations.filter { $0.series == "service" }
        XCTAssertEqual(listed.map(\.fileName), files)
        for migration in listed {
            let file = try Data(contentsOf: folder.appendingPathComponent(migration.fileName))
            XCTAssertEqual([UInt8](file), migration.sql, migration.fileName)
        }
    }
}
