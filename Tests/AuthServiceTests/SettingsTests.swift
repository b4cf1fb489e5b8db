import AuthService
import Cryptography
import Foundation
import IdentityContract
import Messaging
import ServiceRuntime
import Support
import XCTest

final class SettingsTests: XCTestCase {
    private let signing = SigningKey.generate()

    private func file(_ name: String, _ text: String) throws -> String {
        let path = try TemporaryFolder.shared.file(named: "\(name)-\(signing.keyID)")
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        return path
    }

    private func environment(passportKeys: VerifyingKeys) throws -> [String: String] {
        let bus = try BusKeyPair.generate()
        let peers = try TemporaryFolder.shared.folder(named: "peers-\(signing.keyID)")
        try Data("\(bus.publicKey)\n".utf8).write(to: URL(fileURLWithPath: "\(peers)/auth.bus"))
        return [
            "PORTICO_BUS_KEY": bus.secretText.expose(),
            "PORTICO_BUS_PEERS": peers,
            "PORTICO_MFA": "tcp://127.0.0.1:7002",
            "PORTICO_DATABASE_URL": "postgresql://auth:secret@127.0.0.1/auth",
            "PORTICO_SEALING_KEY": SealingKeys.generate().text.expose(),
            "PORTICO_PASSPORT_SIGNING_KEY": signing.text.expose(),
            "PORTICO_PASSPORT_PUBLIC_KEYS": try file("passport", passportKeys.text),
            "PORTICO_PROOF_PUBLIC_KEYS": try file("proof", VerifyingKeys([SigningKey.generate().publicKey]).text),
        ]
    }

    private func settings(_ environment: [String: String]) throws -> AuthSettings {
        try AuthSettings(SettingValues(of: AuthSettings.all, in: environment))
    }

    func testGoodSettingsAreRead() throws {
        let settings = try settings(environment(passportKeys: VerifyingKeys([signing.publicKey])))
        XCTAssertEqual(settings.mfa, [BusEndpoint(host: "127.0.0.1", port: 7002)])
    }

    func testEverythingThatIsMissingIsNamed() {
        XCTAssertThrowsError(try settings([:])) { error in
            for name in [
                "PORTICO_BUS_KEY", "PORTICO_BUS_PEERS", "PORTICO_MFA", "PORTICO_DATABASE_URL", "PORTICO_SEALING_KEY",
                "PORTICO_PASSPORT_SIGNING_KEY", "PORTICO_PASSPORT_PUBLIC_KEYS", "PORTICO_PROOF_PUBLIC_KEYS",
            ] { XCTAssertTrue("\(error)".contains("\(name) must be set"), name) }
        }
    }

    func testASigningKeyThatNobodyBelievesIsRefusedAtTheStart() throws {
        let environment = try environment(passportKeys: VerifyingKeys([SigningKey.generate().publicKey]))
        XCTAssertThrowsError(try settings(environment)) { error in
            XCTAssertEqual(
                "\(error)",
                "PORTICO_PASSPORT_PUBLIC_KEYS must hold the public half of PORTICO_PASSPORT_SIGNING_KEY."
            )
        }
    }
}
