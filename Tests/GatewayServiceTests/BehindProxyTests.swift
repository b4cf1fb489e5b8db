import Foundation
import HTTP
import Network
import ServiceRuntime
import Support
import XCTest

@testable import GatewayService

/// The gateway behind nginx, which has the certificate, and behind nobody.
final class BehindProxyTests: XCTestCase {
    private static let loopback = "127.0.0.0/8"

    func testBehindNginxTheVisitorIsTheOneWhoAskedNginx() async throws {
        let nginx = try await NginxInFront(name: "portal.example")
        try await Neighbourhood.whileRunning(
            at: "https://portal.example:\(nginx.port)",
            trusting: try XCTUnwrap(TrustedProxies(NginxInFront.address))
        ) { portal in
            try await nginx.start(before: portal.gateway.listening)
            let browser = portal.browser(by: try nginx.client())
            let seen = try await browser.givePassword()
            XCTAssertEqual(seen.status, .seeOther, seen.text)
            XCTAssertEqual(portal.auth.visitors, ["127.0.0.1"])
            XCTAssertTrue(browser.cookies.keys.allSatisfy { $0.hasPrefix("__Host-") }, "\(browser.cookies.keys)")

            let pretender = portal.browser(by: try nginx.client())
            let page = try await pretender.get("/login", headers: ["X-Forwarded-For": "203.0.113.77"])
            XCTAssertEqual(page.status, .ok)
            let hidden = try page.hidden(in: "/login")
            _ = try await pretender.post(
                "/login",
                hidden: hidden,
                ["email": ScriptedAuth.email],
                headers: ["X-Forwarded-For": "203.0.113.77"]
            )
            // nginx adds whom it was asked by, and what the visitor pretends stands before that.
            XCTAssertEqual(portal.auth.visitors, ["127.0.0.1", "127.0.0.1"])
            XCTAssertFalse(portal.log.text.contains("X-Forwarded-For"), portal.log.text)

            let other = try await pretender.get("/login", headers: ["Host": "other.example"])
            XCTAssertEqual(other.status, .misdirected)
            await nginx.stop()
        }
    }

    func testWhatAVisitorPretendsChangesNothingBehindAProxy() async throws {
        try await Neighbourhood.whileRunning(trusting: try XCTUnwrap(TrustedProxies(Self.loopback))) { portal in
            let pretended = [
                "203.0.113.1, 198.51.100.9", "127.0.0.1, 198.51.100.9", "<x>, 198.51.100.9", "198.51.100.9",
            ]
            for value in pretended { try await portal.beginSignIn(saying: value) }
            XCTAssertEqual(portal.auth.visitors, pretended.map { _ in "198.51.100.9" })
            XCTAssertFalse(portal.log.text.contains("X-Forwarded-For"), portal.log.text)
        }
    }

    func testAForgedHeaderIsIgnoredAndToldOnce() async throws {
        try await Neighbourhood.whileRunning { portal in
            for _ in 0..<5 { try await portal.beginSignIn(saying: "203.0.113.77") }
            XCTAssertEqual(portal.auth.visitors, Array(repeating: "127.0.0.1", count: 5))
            let told = portal.log.lines.filter { $0.contains("X-Forwarded-For came from somebody who is not among") }
            XCTAssertEqual(told.count, 1, portal.log.text)
            XCTAssertFalse(portal.log.text.contains("203.0.113.77"), "what a stranger writes does not go into the log")
        }
    }

    /// Elsewhere such a header let people in without a password.
    func testAHeaderThatCannotBeReadChangesNothingButTheAddress() async throws {
        try await Neighbourhood.whileRunning(trusting: try XCTUnwrap(TrustedProxies(Self.loopback))) { portal in
            for value in ["", "unknown", "a.b.c.d", "203.0.113.9,", "%00", String(repeating: "1,", count: 500)] {
                try await portal.beginSignIn(saying: value)
                let browser = try portal.browser()
                let wrong = try await browser.givePassword("guess")
                XCTAssertNotEqual(wrong.location, "/applications")
            }
            XCTAssertEqual(Set(portal.auth.visitors), ["127.0.0.1"])
            XCTAssertEqual(portal.auth.sessionCount, 0)
            let told = portal.log.lines.filter { $0.contains("cannot be read") }
            XCTAssertEqual(told.count, 1, portal.log.text)
        }
    }
}

extension Neighbourhood {
    /// Begins a sign-in with an `X-Forwarded-For` of this value.
    fileprivate func beginSignIn(saying value: String) async throws {
        let browser = try browser()
        let page = try await browser.follow("/login")
        var all: HTTPHeaders = ["Origin": address.origin]
        all["X-Forwarded-For"] = value
        var fields = try page.hidden(in: "/login")
        fields["email"] = ScriptedAuth.email
        let form = fields.map { "\(PercentEncoding.encode($0.key))=\(PercentEncoding.encode($0.value))" }
        let seen = try await browser.send(
            .post,
            "/login",
            headers: all,
            body: Array(form.joined(separator: "&").utf8),
            type: .form
        )
        XCTAssertEqual(seen.status, .seeOther, seen.text)
    }
}
