import Foundation
import Messaging
import ServiceRuntime
import Support
import XCTest

/// The folder of public keys, and the settings that name it.
final class PeersFolderTests: XCTestCase {
    private func folder(_ files: [String: String]) throws -> String {
        let folder = try TemporaryFolder.shared.folder()
        for (name, content) in files {
            try Data(content.utf8).write(to: URL(fileURLWithPath: "\(folder)/\(name)"))
        }
        return folder
    }

    func testEachProgramsKeysAreRead() throws {
        let keys = try (0..<3).map { _ in try BusKeyPair.generate().publicKey }
        let peers = try BusPeers(
            folder: folder([
                "auth.bus": "# being exchanged\n\(keys[0])\n\n  \(keys[1])  \r\n",
                "gateway.bus": "\(keys[2])",
                "empty.bus": "",
                "notes.txt": "not a key",
                ".hidden.bus": "not a key",
            ])
        )
        XCTAssertEqual(peers.keys(of: .auth), [keys[0], keys[1]])
        XCTAssertEqual(peers.caller(holding: keys[1])?.name, .auth)
        XCTAssertEqual(peers.caller(holding: keys[2])?.name, .gateway)
        XCTAssertEqual(peers.keys(of: CallerName("empty")), [])
        XCTAssertEqual(peers.keys(of: .mfa), [])
        XCTAssertNil(peers.caller(holding: try BusKeyPair.generate().publicKey))
    }

    func testWhatIsWrongIsSaidWithFileAndLine() throws {
        let key = try BusKeyPair.generate().publicKey
        let wrong = try folder(["auth.bus": "\(key)\nnonsense\n"])
        XCTAssertThrowsError(try BusPeers(folder: wrong)) {
            XCTAssertEqual("\($0)", "\(wrong)/auth.bus: line 2 is not a public key of the bus")
        }
        XCTAssertThrowsError(try BusPeers(folder: "/nowhere")) {
            XCTAssertEqual("\($0)", "the folder /nowhere cannot be read")
        }
        XCTAssertThrowsError(try BusPeers(folder: folder(["a.bus": "\(key)", "b.bus": "\(key)"]))) {
            XCTAssertTrue("\($0)".hasSuffix("have the same key"), "\($0)")
        }
        XCTAssertThrowsError(try BusPeers(folder: folder(["a.bus": String(repeating: "#", count: 70_000)])))
    }

    func testASecretKeyComesFromAFileThatNobodyElseCanRead() throws {
        let pair = try BusKeyPair.generate()
        let path = try folder(["key": pair.secretText.expose() + "\n"]) + "/key"
        let environment = ["PORTICO_BUS_KEY_FILE": path]

        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        let values = try SettingValues(of: [BusSettings.key], in: environment)
        XCTAssertEqual(try values[BusSettings.key].publicKey, pair.publicKey)

        for mode in [0o640, 0o604, 0o644, 0o620] {
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
            XCTAssertThrowsError(try SettingValues(of: [BusSettings.key], in: environment)) {
                XCTAssertEqual(
                    "\($0)",
                    "PORTICO_BUS_KEY cannot be read: PORTICO_BUS_KEY_FILE names a file that others than its owner can "
                        + "read; chmod 600 it."
                )
            }
        }
    }

    func testAKeyThatIsNoneIsNotQuoted() {
        for text in ["hunter2", String(repeating: "A", count: 42), String(repeating: "A", count: 44)] {
            XCTAssertThrowsError(try SettingValues(of: [BusSettings.key], in: ["PORTICO_BUS_KEY": text])) {
                XCTAssertEqual("\($0)", "PORTICO_BUS_KEY is wrong: a key of the bus is 43 characters of base64url.")
            }
        }
    }

    func testEndpointsAreReadAndWrittenAlike() throws {
        for text in ["tcp://auth:7001", "tcp://127.0.0.1:7001", "tcp://[::1]:7001"] {
            XCTAssertEqual(BusEndpoint(text)?.description, text)
        }
        XCTAssertEqual(BusEndpoint("tcp://127.0.0.1:*")?.port, 0)
        for text in [
            "", "auth:7001", "ipc:///tmp/x", "inproc://x", "tcp://", "tcp://auth", "tcp://auth:x", "tcp://auth:70000",
        ] {
            XCTAssertNil(BusEndpoint(text), text)
        }
        let values = try SettingValues(
            of: [BusSettings.auth],
            in: ["PORTICO_AUTH": "tcp://one:7001, tcp://two:7002"]
        )
        XCTAssertEqual(try values[BusSettings.auth].map(\.host), ["one", "two"])
        for text in [",", "tcp://auth:0", "auth:7001"] {
            XCTAssertThrowsError(try SettingValues(of: [BusSettings.auth], in: ["PORTICO_AUTH": text]), text)
        }
    }
}
