import AuthContract
import Foundation
import IdentityContract
import Messaging
import ServiceRuntime
import Support
import XCTest

@testable import AdministratorCommand

final class AccountsFileTests: XCTestCase {
    private func vacantFile() throws -> AccountsFile {
        AccountsFile(path: "\(try TemporaryFolder.shared.folder())/accounts.json")
    }

    private func entry(_ name: String, _ password: String = "correct horse") -> AccountsFile.Entry {
        AccountsFile.Entry(email: "\(name)@a.example", password: password, role: .user)
    }

    func testPasswordsAreTheOwnersAlone() throws {
        let file = try vacantFile()
        let before = umask(0)
        defer { umask(before) }
        try file.record(entry("ada"))

        let attributes = try FileManager.default.attributesOfItem(atPath: file.path)
        XCTAssertEqual((attributes[.posixPermissions] as? NSNumber)?.intValue, 0o600)
    }

    func testItIsTheListThatOthersRead() throws {
        let file = try vacantFile()
        try file.record(entry("ada"))
        let content = try XCTUnwrap(FileManager.default.contents(atPath: file.path))
        let list = try JSONSerialization.jsonObject(with: content) as? [[String: String]]

        XCTAssertEqual(list, [["email": "ada@a.example", "password": "correct horse", "role": "user"]])
    }

    func testOnesThatAreThereStayAndANewPasswordTakesTheOldOnesPlace() throws {
        let file = try vacantFile()
        try file.record(entry("ada"))
        try file.record(entry("bert"))
        try file.record(entry("ada", "battery staple"))

        XCTAssertEqual(try file.entries(), [entry("bert"), entry("ada", "battery staple")])
    }

    func testAFileThatOthersCanReadOrThatIsSomethingElseIsRefused() throws {
        let file = try vacantFile()
        try file.record(entry("ada"))
        try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: file.path)
        XCTAssertThrowsError(try file.entries()) { error in
            XCTAssertTrue("\(error)".contains("others than its owner can read it"), "\(error)")
        }

        let other = try vacantFile()
        try PrivateFile.create(other.path, holding: "shopping: milk")
        XCTAssertThrowsError(try other.entries())
        XCTAssertThrowsError(try other.record(entry("ada")))
        XCTAssertEqual(try PrivateFile.read(other.path), "shopping: milk")
    }

    func testWhatIsAboutToBeAskedOutlivesTheProcess() throws {
        let file = try vacantFile()
        XCTAssertNil(try file.pending())
        let question = AddAccount(email: "ada@a.example", username: "ada", roles: [.user])
        let key = IdempotencyKey()
        try file.begin(AccountsFile.Pending(question: question, key: key))

        let found = try XCTUnwrap(AccountsFile(path: file.path).pending())
        XCTAssertEqual(found.key, key)
        XCTAssertEqual(found.question.email, "ada@a.example")
        try file.settle()
        XCTAssertNil(try file.pending())
        // Nothing to forget is no failure.
        try file.settle()
    }

    func testAFolderThatIsNotThereIsNamed() {
        XCTAssertThrowsError(try AccountsFile(path: "/nowhere/accounts.json").record(entry("ada"))) { error in
            XCTAssertEqual(
                "\(error)",
                "/nowhere/accounts.json cannot be written: No such file or directory."
            )
        }
    }
}
