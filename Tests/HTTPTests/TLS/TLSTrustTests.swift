import Foundation
import HTTP
import Network
import ServiceRuntime
import Support
import XCTest

/// Whom a client believes, and the files that a server proves itself with.
final class TLSTrustTests: XCTestCase {
    private func expect(
        _ flaw: CertificateFlaw,
        from client: HTTPClient,
        file: StaticString = #filePath,
        line: UInt = #line
    ) async throws {
        do {
            _ = try await client.get("/")
            XCTFail("was believed", file: file, line: line)
        } catch let error as TLSError {
            XCTAssertEqual(error, .untrusted(flaw), file: file, line: line)
        }
    }

    func testAnExpiredCertificateIsNotBelieved() async throws {
        try await withTimeLimit(.seconds(60)) {
            let authority = try await Authority.make()
            let house = try await TLSHouse.open(with: try await authority.sign(days: -1), of: authority)
            try await expect(.expired, from: try house.client())
            try await house.server.stop()
        }
    }

    func testACertificateForAnotherHostIsNotBelieved() async throws {
        try await withTimeLimit(.seconds(60)) {
            let authority = try await Authority.make()
            let hosts = ["portal.example", "*.wild.example", "192.0.2.1"]
            let house = try await TLSHouse.open(with: try await authority.sign(for: hosts), of: authority)
            for host in ["localhost", "127.0.0.1", "a.portal.example", "wild.example", "a.b.wild.example"] {
                try await expect(.otherHost(host), from: try house.client(for: host))
            }
            for host in ["portal.example", "PORTAL.example", "a.wild.example", "192.0.2.1"] {
                let answer = try await house.client(for: host).get("/")
                XCTAssertEqual(answer.status, .ok, host)
            }
            try await house.server.stop()
        }
    }

    func testACertificateThatNobodyTrustedHasSignedIsNotBelieved() async throws {
        try await withTimeLimit(.seconds(60)) {
            let authority = try await Authority.make()
            let alone = try await TLSHouse.open(with: try await authority.selfSigned(), of: authority)
            try await expect(.selfSigned, from: try alone.client())
            try await alone.server.stop()

            let others = try await Authority.make()
            let house = try await TLSHouse.open(with: try await others.sign(), of: authority)
            try await expect(.unknownIssuer, from: try house.client())
            let system = try HTTPClient("https://localhost:\(house.server.port)")
            try await expect(.unknownIssuer, from: system)
            try await house.server.stop()
        }
    }

    func testWhoTrustsOneCertificateBelievesItHoweverOldAndNoOther() async throws {
        try await withTimeLimit(.seconds(60)) {
            let authority = try await Authority.make()
            let expired = try await authority.sign(for: ["elsewhere.example"], days: -1)
            let house = try await TLSHouse.open(with: expired, of: authority)
            let address = "https://127.0.0.1:\(house.server.port)"
            let answer = try await HTTPClient(address, trust: .certificate(file: expired.certificate)).get("/")
            XCTAssertEqual(answer.status, .ok)
            let other = try await authority.sign()
            try await expect(
                .unknownIssuer,
                from: try HTTPClient(address, trust: .certificate(file: other.certificate))
            )
            try await house.server.stop()
        }
    }

    func testAServerThatSpeaksInTheClearIsNoServer() async throws {
        try await withTimeLimit(.seconds(60)) {
            let authority = try await Authority.make()
            let server = try await RunningServer.start { routes in routes.get("/") { _ in .text("plain") } }
            let client = try HTTPClient(
                "https://127.0.0.1:\(server.port)",
                trust: .authorities(file: authority.certificate)
            )
            do {
                _ = try await client.get("/")
                XCTFail("there was no TLS")
            } catch is TLSError {}
            try await server.stop()
        }
    }

    func testANewCertificateIsTakenAndABrokenOneIsNot() async throws {
        try await withTimeLimit(.seconds(60)) {
            let house = try await TLSHouse.open()
            let kept = try await house.stream()
            // Broken first: what was there before holds, and the log says so.
            try "nothing".write(toFile: house.files.certificate, atomically: true, encoding: .utf8)
            try await eventually(within: .seconds(10)) {
                house.server.log.contains { $0.contains("holds no certificate") }
            }
            let before = try await house.client().get("/")
            XCTAssertEqual(before.status, .ok)

            let next = try await house.authority.sign(for: ["next.example"])
            try FileManager.default.removeItem(atPath: house.files.key)
            try FileManager.default.moveItem(atPath: next.key, toPath: house.files.key)
            // Longer than from one look to the next: half a pair is of no use either.
            try await eventually(within: .seconds(10)) { house.server.log.count { $0.contains("are of no use") } == 2 }
            try FileManager.default.removeItem(atPath: house.files.certificate)
            try FileManager.default.moveItem(atPath: next.certificate, toPath: house.files.certificate)
            try await eventually(within: .seconds(10)) {
                (try? await house.client(for: "next.example").get("/"))?.status == .ok
            }
            try await expect(.otherHost("localhost"), from: try house.client())
            // The connection of before goes on.
            _ = try kept.write(Array("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".utf8)[...])
            let answer = try await kept.readToEnd()
            XCTAssertTrue(answer.starts(with: "HTTP/1.1 200 OK".utf8))
            try await house.server.stop()
        }
    }

    func testFilesThatAreOfNoUseAreNamedInASentence() async throws {
        try await withTimeLimit(.seconds(60)) {
            let authority = try await Authority.make()
            let good = try await authority.sign()
            let other = try await authority.sign()
            func expect(_ sentence: String, _ certificate: String, _ key: String, line: UInt = #line) {
                XCTAssertThrowsError(try TLSServer(TLSFiles(certificate: certificate, key: key)), line: line) { error in
                    XCTAssertEqual("\(error)", sentence, line: line)
                }
            }
            expect("the key holds another key than the certificate's", good.certificate, other.key)
            expect(
                "the key holds no private key in PEM that can be read without a password",
                good.certificate,
                good.certificate.chmod(0o600)
            )
            expect("the certificate holds no certificate in PEM", other.key, other.key)
            expect("the certificate names a file that is not there or cannot be reached", "/nowhere", good.key)
            expect("the key names something that is not a file", good.certificate, "/tmp")
            try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: good.key)
            expect("the key names a file that others than its owner can read; chmod 600 it", good.certificate, good.key)
        }
    }
}

extension String {
    /// The same path, of a file that has these permissions from now on.
    fileprivate func chmod(_ mode: Int) -> String {
        try? FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: self)
        return self
    }
}
