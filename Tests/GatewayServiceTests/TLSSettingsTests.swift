import Foundation
import HTTP
import Messaging
import ServiceRuntime
import Support
import XCTest

@testable import GatewayService

/// What the gateway is told of TLS and of proxies.
final class TLSSettingsTests: XCTestCase {
    private func settings(_ more: [String: String]) throws -> GatewaySettings {
        let peers = try TemporaryFolder.shared.folder()
        let key = try BusKeyPair.generate()
        try "\(key.publicKey)\n".write(toFile: "\(peers)/gateway.bus", atomically: true, encoding: .utf8)
        var environment = [
            "PORTICO_BUS_KEY": key.secretText.expose(), "PORTICO_BUS_PEERS": peers, "PORTICO_LISTEN": "127.0.0.1:8443",
            "PORTICO_AUTH": "tcp://127.0.0.1:1", "PORTICO_MFA": "tcp://127.0.0.1:1",
            "PORTICO_PROFILE": "tcp://127.0.0.1:1", "PORTICO_APPS": "tcp://127.0.0.1:1",
        ]
        environment.merge(more) { _, new in new }
        return try GatewaySettings(SettingValues(of: GatewaySettings.all, in: environment))
    }

    private func expect(_ sentence: String, _ more: [String: String], line: UInt = #line) {
        XCTAssertThrowsError(try settings(more), line: line) { error in
            XCTAssertEqual((error as? SettingProblems)?.sentences, [sentence], line: line)
        }
    }

    func testCertificateAndKeyMakeTheAddressHTTPS() async throws {
        try await withTimeLimit(.seconds(60)) {
            let files = try await Authority.make().sign()
            let both = ["PORTICO_TLS_CERTIFICATE": files.certificate, "PORTICO_TLS_KEY": files.key]
            let settings = try settings(both)
            XCTAssertNotNil(settings.tls)
            XCTAssertEqual(settings.address.origin, "https://localhost:8443")
            XCTAssertNil(try self.settings([:]).tls)
            XCTAssertEqual(try self.settings([:]).address.origin, "http://localhost:8443")
        }
    }

    func testWhatDoesNotGoTogetherIsToldInASentence() async throws {
        try await withTimeLimit(.seconds(60)) {
            let authority = try await Authority.make()
            let files = try await authority.sign()
            let other = try await authority.sign()
            expect(
                "PORTICO_TLS_KEY must be set where PORTICO_TLS_CERTIFICATE is.",
                ["PORTICO_TLS_CERTIFICATE": files.certificate]
            )
            expect(
                "PORTICO_TLS_CERTIFICATE must be set where PORTICO_TLS_KEY is.",
                ["PORTICO_TLS_KEY": files.key]
            )
            expect(
                "PORTICO_TLS_KEY holds another key than the certificate's.",
                ["PORTICO_TLS_CERTIFICATE": files.certificate, "PORTICO_TLS_KEY": other.key]
            )
            expect(
                "PORTICO_PUBLIC_URL must begin with https:// where PORTICO_TLS_CERTIFICATE is set.",
                [
                    "PORTICO_TLS_CERTIFICATE": files.certificate, "PORTICO_TLS_KEY": files.key,
                    "PORTICO_PUBLIC_URL": "http://localhost:8443",
                ]
            )
            try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: files.key)
            expect(
                "PORTICO_TLS_KEY names a file that others than its owner can read; chmod 600 it.",
                ["PORTICO_TLS_CERTIFICATE": files.certificate, "PORTICO_TLS_KEY": files.key]
            )
        }
    }

    func testProxiesAreAddressesAndRanges() throws {
        XCTAssertEqual(try settings([:]).trustedProxies, .nobody)
        XCTAssertNotEqual(try settings(["PORTICO_TRUSTED_PROXIES": "10.0.0.0/8, ::1"]).trustedProxies, .nobody)
        expect(
            "PORTICO_TRUSTED_PROXIES must be addresses or ranges such as 10.1.0.0/16, separated by commas.",
            ["PORTICO_TRUSTED_PROXIES": "proxy.example"]
        )
    }
}
