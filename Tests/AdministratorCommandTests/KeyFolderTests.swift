import Foundation
import Messaging
import ServiceRuntime
import Support
import XCTest

@testable import AdministratorCommand

final class KeyFolderTests: XCTestCase {
    private func vacantPath() throws -> String { "\(try TemporaryFolder.shared.folder())/keys" }

    private func mode(of path: String) throws -> Int? {
        (try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? NSNumber)?.intValue
    }

    private func files(in path: String) throws -> [String: Data?] {
        let names = try FileManager.default.subpathsOfDirectory(atPath: path)
        return Dictionary(
            uniqueKeysWithValues: names.map { ($0, FileManager.default.contents(atPath: "\(path)/\($0)")) }
        )
    }

    func testNobodyButTheOwnerCanReadAnyOfIt() throws {
        let path = try vacantPath()
        let before = umask(0)
        defer { umask(before) }
        try KeyFolder(path: path).make()

        XCTAssertEqual(try mode(of: path), 0o700)
        for (name, _) in try files(in: path) {
            var isFolder: ObjCBool = false
            XCTAssertTrue(FileManager.default.fileExists(atPath: "\(path)/\(name)", isDirectory: &isFolder))
            XCTAssertEqual(try mode(of: "\(path)/\(name)"), isFolder.boolValue ? 0o700 : 0o600, name)
        }
    }

    func testEveryProgramsKeyIsKnownToItsPeers() throws {
        let path = try vacantPath()
        try KeyFolder(path: path).make()
        // Reading the peers refuses two programs with one key.
        let peers = try BusPeers(folder: KeyFolder(path: path).peers)

        for program in KeyFolder.programs {
            let text = try String(contentsOfFile: "\(path)/\(program)/bus.key", encoding: .utf8)
            let key = try BusKeyPair(parsing: Secret(text.trimmingCharacters(in: .newlines)))
            XCTAssertEqual(peers.keys(of: program), [key.publicKey])
        }
    }

    func testAProgramsFolderHoldsItsOwnAndNothingOfAnothers() throws {
        let path = try vacantPath()
        try KeyFolder(path: path).make()

        let expected = [
            "auth": ["bus.key", "passport-signing.key", "sealing.key"],
            "mfa": ["bus.key", "proof-signing.key", "sealing.key"],
            "profile": ["bus.key", "sealing.key"],
            "apps": ["bus.key", "sealing.key"],
            "gateway": ["bus.key"],
            "operator": ["bus.key"],
            "public": ["passports.pub", "proofs.pub"],
        ]
        for (folder, names) in expected {
            XCTAssertEqual(try FileManager.default.contentsOfDirectory(atPath: "\(path)/\(folder)").sorted(), names)
        }
        let sealing = try ["auth", "mfa", "profile", "apps"].map {
            try String(contentsOfFile: "\(path)/\($0)/sealing.key", encoding: .utf8)
        }
        XCTAssertEqual(Set(sealing).count, 4, "each service seals with a key of its own")
    }

    func testKeysAreNeverOverwritten() throws {
        let path = try vacantPath()
        try KeyFolder(path: path).make()
        let before = try files(in: path)

        XCTAssertThrowsError(try KeyFolder(path: path).make()) { error in
            XCTAssertEqual("\(error)", "\(path) is there already, and keys are never overwritten.")
        }
        XCTAssertEqual(try files(in: path), before)
        let beside = try FileManager.default.contentsOfDirectory(
            atPath: URL(fileURLWithPath: path).deletingLastPathComponent().path
        )
        XCTAssertEqual(beside, ["keys"])
    }

    func testAnEmptyFolderIsFilledAndAMissingParentIsNamed() throws {
        let path = try vacantPath()
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        try KeyFolder(path: path).make()
        XCTAssertEqual(try mode(of: path), 0o700)

        XCTAssertThrowsError(try KeyFolder(path: "\(path)/not/there").make()) { error in
            XCTAssertEqual("\(error)", "\(path)/not/there cannot be made: there is no folder \(path)/not.")
        }
    }
}
