import Foundation
import HTTP
import Support
import XCTest

/// The portal with a certificate of its own, and no proxy before it.
final class TLSJourneyTests: XCTestCase {
    func testOneSignsInOverHTTPSAndTheCookiesAreForThisHostAlone() async throws {
        try await withTimeLimit(.seconds(300)) {
            let authority = try await Authority.make()
            let portal = try await DemoPortal(signedBy: authority).running()
            let person = try portal.person(.plain)
            try await Browser.with(trustingAnyCertificate: true) { browser in
                try await browser.logIn(as: person, at: portal)
                try await browser.waitForHeading("Applications")
                let cookies = try await browser.command(.get, "/cookie").elements
                XCTAssertFalse(cookies.isEmpty)
                for cookie in cookies {
                    let name = cookie["name"]?.text ?? ""
                    XCTAssertTrue(name.hasPrefix("__Host-"), name)
                    XCTAssertEqual(cookie["secure"], .bool(true), name)
                    XCTAssertEqual(cookie["httpOnly"], .bool(true), name)
                }
                try await browser.logOut()
            }

            // With a certificate that is looked at, and what everybody's browser is told to insist on.
            let curl = ["--silent", "--show-error", "--include", "--cacert", authority.certificate]
            let page = try await runCommand("curl", curl + ["\(portal.address)/login"])
            XCTAssertTrue(page.hasPrefix("HTTP/1.1 200 OK"), page)
            XCTAssertTrue(page.lowercased().contains("strict-transport-security: max-age=63072000"), page)
            XCTAssertTrue(page.contains("Set-Cookie: __Host-"), page)
            let plain = try await runCommand(
                "curl",
                ["--silent", "--include", "http://localhost:\(portal.port)/login"]
            )
            XCTAssertTrue(plain.hasPrefix("HTTP/1.1 400 "), plain)
            XCTAssertTrue(plain.contains("this port speaks HTTPS"), plain)

            // The program asks itself, whatever its certificate says.
            let health = try await portal.askGatewayForHealth()
            XCTAssertTrue(health.contains("gateway answers 200"), health)
            await portal.process.stop()
        }
    }
}

extension RunningPortal {
    /// What `portico-gateway health` says, with the settings of the gateway that runs.
    fileprivate func askGatewayForHealth() async throws -> String {
        let folders = try FileManager.default.contentsOfDirectory(atPath: "/proc").filter { Int($0) != nil }
        for folder in folders {
            guard let data = FileManager.default.contents(atPath: "/proc/\(folder)/environ"),
                (try? String(contentsOfFile: "/proc/\(folder)/comm", encoding: .utf8))?.hasPrefix("portico-gateway")
                    == true
            else { continue }
            let pairs = String(decoding: data, as: UTF8.self).split(separator: "\0").map {
                $0.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            }
            let environment = Dictionary(pairs.filter { $0.count == 2 }.map { ($0[0], $0[1]) }) { first, _ in first }
            guard environment["PORTICO_HOME"] == home else { continue }
            return try await runCommand(Package.program("portico-gateway"), ["health"], environment: environment)
        }
        return "no gateway"
    }
}
