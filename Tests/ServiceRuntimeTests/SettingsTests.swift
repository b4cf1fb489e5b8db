import Foundation
import ServiceRuntime
import XCTest

final class SettingsTests: XCTestCase {
    private enum Colour: String, CaseIterable { case red, green }

    private static let name = Setting.string("NAME", "A name.")
    private static let size = Setting.int("SIZE", "A size.", in: 1...10, default: 5)
    private static let colour = Setting<Colour>.choice("COLOUR", "A colour.", default: .red)
    private static let wait = Setting.duration(
        "WAIT",
        "A wait.",
        in: .seconds(1)...(.seconds(3600)),
        default: .seconds(90)
    )
    private static let address = Setting.url("ADDRESS", "An address.").optional
    private static let key = Setting.secret("KEY", "A key.") { text in
        guard text.expose().count == 4 else { throw SettingProblem("must be four characters") }
        return text
    }
    private static let all: [any AnySetting] = [name, size, colour, wait, address, key]

    func testValuesAreReadAndDefaultsStandIn() throws {
        let values = try SettingValues(of: Self.all, in: ["NAME": "Ada", "WAIT": "2m", "KEY": "abcd", "SIZE": ""])

        XCTAssertEqual(try values[Self.name], "Ada")
        XCTAssertEqual(try values[Self.size], 5)
        XCTAssertEqual(try values[Self.colour], .red)
        XCTAssertEqual(try values[Self.wait], .seconds(120))
        XCTAssertNil(try values[Self.address])
        XCTAssertEqual(try values[Self.key].expose(), "abcd")
    }

    func testEverythingThatIsWrongIsToldAtOnceAndNeverTheValue() {
        let environment = ["SIZE": "11oops", "COLOUR": "oops", "WAIT": "2 oops", "ADDRESS": "oops", "KEY": "oopsoops"]

        XCTAssertThrowsError(try SettingValues(of: Self.all, in: environment)) { error in
            let sentences = (error as? SettingProblems)?.sentences ?? []
            XCTAssertEqual(
                sentences,
                [
                    "NAME must be set.",
                    "SIZE must be a whole number from 1 to 10.",
                    "COLOUR must be one of: red, green.",
                    "WAIT must be a time from 1s to 1h, such as 500ms, 10s, 5m, 2h or 30d.",
                    "ADDRESS must be an address that begins with https:// or http:// and names a host.",
                    "KEY must be four characters.",
                ]
            )
            XCTAssertFalse("\(error)".contains("oops"))
        }
    }

    func testASettingThatNobodyDeclaredIsNotRead() throws {
        let values = try SettingValues(of: [Self.size], in: ["NAME": "Ada"])
        XCTAssertThrowsError(try values[Self.name])
    }

    func testFlagsFilesAndPorts() throws {
        let flag = Setting.flag("FLAG", "A flag.")
        let port = Setting.port("PORT", "A port.")
        let file = Setting.file("FILE", "A file.")
        for (environment, isRight) in [
            (["FLAG": "yes", "PORT": "65535", "FILE": "/etc/hostname"], true),
            (["FLAG": "maybe", "PORT": "1", "FILE": "/etc/hostname"], false),
            (["PORT": "0", "FILE": "/etc/hostname"], false),
            (["PORT": "1", "FILE": "/etc"], false),
            (["PORT": "1", "FILE": "/nowhere/at/all"], false),
        ] {
            XCTAssertEqual(
                (try? SettingValues(of: [flag, port, file], in: environment)) != nil,
                isRight,
                "\(environment)"
            )
        }
    }

    func testTextWithControlCharactersOrTooLongIsRefused() {
        for wrong in ["a\nb", "a\u{0}b", String(repeating: "a", count: 1001)] {
            XCTAssertThrowsError(try SettingValues(of: [Self.name], in: ["NAME": wrong]))
        }
    }

    func testAWebAddressCarriesNoUserQueryOrFragment() {
        for wrong in [
            "https://", "ftp://a", "https://me@a", "https://a?b", "https://a#b", "a", "https:a", "javascript:a",
        ] {
            XCTAssertThrowsError(try SettingValues(of: [Self.address], in: ["ADDRESS": wrong]), wrong)
        }
    }
}

final class SecretFileTests: XCTestCase {
    private static let key = Setting.secretString("KEY", "A key.")
    private var folder = URL(fileURLWithPath: "/")

    override func setUpWithError() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("portico-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    override func tearDownWithError() throws {
        try FileManager.default.removeItem(at: folder)
    }

    private func file(_ text: String, permissions: Int = 0o600) throws -> String {
        let path = folder.appendingPathComponent(UUID().uuidString).path
        XCTAssertTrue(
            FileManager.default.createFile(
                atPath: path,
                contents: Data(text.utf8),
                attributes: [.posixPermissions: permissions]
            )
        )
        return path
    }

    private func read(_ path: String, alsoDirectly: Bool = false) throws -> String {
        let environment = ["KEY_FILE": path].merging(alsoDirectly ? ["KEY": "x"] : [:]) { first, _ in first }
        return try SettingValues(of: [Self.key], in: environment)[Self.key].expose()
    }

    func testTheSecretIsTheFilesTextWithoutItsLineEnd() throws {
        XCTAssertEqual(try read(file("  hunter2 \r\n\n")), "  hunter2 ")
    }

    func testALinkLeadsToTheFileThatCounts() throws {
        let link = folder.appendingPathComponent("link").path
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: file("a"))
        XCTAssertEqual(try read(link), "a")
    }

    func testAFileThatOthersCanReadIsRefused() throws {
        for permissions in [0o644, 0o640, 0o604, 0o620] {
            XCTAssertThrowsError(try read(file("a", permissions: permissions))) { error in
                XCTAssertEqual(
                    "\(error)",
                    "KEY cannot be read: KEY_FILE names a file that others than its owner can read; chmod 600 it."
                )
            }
        }
    }

    func testTheSecretAndItsFileTogetherAreRefused() throws {
        XCTAssertThrowsError(try read(file("a"), alsoDirectly: true)) { error in
            XCTAssertEqual("\(error)", "KEY and KEY_FILE are both set; choose one.")
        }
    }

    func testNoFileAFolderAnEmptyAndAHugeFileAreRefused() throws {
        XCTAssertThrowsError(try read("/nowhere/at/all"))
        XCTAssertThrowsError(try read(folder.path))
        XCTAssertThrowsError(try read(file("\n")))
        XCTAssertThrowsError(try read(file(String(repeating: "a", count: 70_000))))
    }
}
