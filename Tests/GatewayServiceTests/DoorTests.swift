import AppsContract
import AuthContract
import HTTP
import IdentityContract
import Markup
import Messaging
import Support
import XCTest

@testable import GatewayService

final class DoorTests: XCTestCase {
    func testAnotherHostIsNotServed() async throws {
        try await Neighbourhood.whileRunning { portal in
            let browser = try portal.browser()
            for host in ["evil.example", "localhost", "127.0.0.1:8080", "localhost:8081"] {
                let seen = try await browser.get("/login", headers: ["Host": host])
                XCTAssertEqual(seen.status, .misdirected, host)
                XCTAssertTrue(seen.text.contains("http://localhost:8080/"))
                XCTAssertFalse(seen.text.contains("evil.example"))
                XCTAssertEqual(seen.response.headers.values(of: "Set-Cookie"), [])
            }
        }
    }

    func testEveryAnswerHasTheSecurityHeaders() async throws {
        try await Neighbourhood.whileRunning { portal in
            let browser = try await portal.signedInBrowser()
            let paths = ["/login", "/applications", "/nowhere", "/health", "/", Assets.styleSheet.address.text]
            for path in paths {
                let seen = try await browser.get(path)
                for name in [
                    "Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy",
                    "Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy",
                ] {
                    XCTAssertNotNil(seen.header(name), "\(name) at \(path)")
                }
                XCTAssertEqual(seen.header("Content-Security-Policy"), SecurityHeaders.contentPolicy)
                XCTAssertEqual(seen.header("Referrer-Policy"), "same-origin")
                XCTAssertNil(seen.header("Strict-Transport-Security"), "over http it means nothing")
                let isAsset = path.hasPrefix("/assets")
                XCTAssertEqual(seen.header("Cache-Control")?.contains("no-store"), !isAsset, path)
            }
        }
    }

    func testOverHTTPSBrowsersInsistOnIt() async throws {
        try await Neighbourhood.whileRunning(at: "https://portal.example.com") { portal in
            let browser = try await portal.signedInBrowser()
            XCTAssertNotNil(browser.cookies["__Host-portico-session"])
            XCTAssertNotNil(browser.cookies["__Host-portico-browser"])
            let seen = try await browser.get("/applications")
            XCTAssertEqual(seen.status, .ok)
            XCTAssertEqual(seen.header("Strict-Transport-Security"), "max-age=63072000")
        }
    }

    func testWrongAddressesAndMethodsHaveAPageWithAWayOn() async throws {
        try await Neighbourhood.whileRunning { portal in
            let stranger = try portal.browser()
            let nowhere = try await stranger.get("/nowhere")
            XCTAssertEqual(nowhere.status, .notFound)
            XCTAssertTrue(nowhere.text.contains("href=\"/login\""))
            let out = try await stranger.get("/logout")
            XCTAssertEqual(out.status, .methodNotAllowed)
            XCTAssertEqual(out.header("Allow")?.contains("POST"), true)
            let posted = try await stranger.post("/applications", hidden: [:], [:])
            XCTAssertEqual(posted.status, .methodNotAllowed)
            let json = try await stranger.send(.post, "/login", body: Array("{}".utf8), type: .json)
            XCTAssertEqual(json.status, .unsupportedMediaType)
            let garbled = try await stranger.send(.post, "/login", body: Array("email=%zz".utf8), type: .form)
            XCTAssertEqual(garbled.status, .badRequest)
            XCTAssertTrue(garbled.text.contains("<html"))
            let huge = String(repeating: "a", count: 100_000)
            let large = try await stranger.send(.post, "/login", body: Array("email=\(huge)".utf8), type: .form)
            XCTAssertEqual(large.status, .contentTooLarge)

            let browser = try await portal.signedInBrowser()
            let inside = try await browser.get("/nowhere")
            XCTAssertTrue(inside.text.contains("href=\"/applications\""))
        }
    }

    func testTheFilesAreKeptByBrowsers() async throws {
        try await Neighbourhood.whileRunning { portal in
            let browser = try portal.browser()
            for asset in Assets.all {
                let seen = try await browser.get(asset.address.text)
                XCTAssertEqual(seen.status, .ok)
                XCTAssertEqual(seen.response.body, asset.bytes)
                XCTAssertEqual(seen.header("Cache-Control"), "public, max-age=31536000, immutable")
                XCTAssertEqual(seen.response.headers.values(of: "Set-Cookie"), [])
                let tag = try XCTUnwrap(seen.header("ETag"))
                let again = try await browser.get(asset.address.text, headers: ["If-None-Match": tag])
                XCTAssertEqual(again.status, .notModified)
            }
            let missing = try await browser.get("/assets/portal.css")
            XCTAssertEqual(missing.status, .notFound)
        }
    }

    /// Without auth the door stays open, and nobody is let in.
    func testWithoutAuthTheDoorStaysOpenAndNobodyIsLetIn() async throws {
        try await Neighbourhood.whileRunning { portal in
            let browser = try await portal.signedInBrowser()
            _ = try await browser.get("/applications")
            await portal.kill(.auth)
            try await eventually(within: .seconds(10), "signed-in pages to be closed") {
                try await browser.get("/applications").status == .serviceUnavailable
            }
            for path in ["/profile", "/security", "/verify", "/enrol"] {
                let seen = try await browser.get(path)
                XCTAssertEqual(seen.status, .serviceUnavailable, path)
                XCTAssertNotNil(seen.header("Retry-After"), path)
                XCTAssertTrue(seen.text.contains("<html"), path)
            }
            // The cookie stays: auth will know it again.
            XCTAssertNotNil(browser.cookies["portico-session"])
            for path in ["/login", "/reset", "/health", Assets.styleSheet.address.text] {
                let seen = try await browser.get(path)
                XCTAssertEqual(seen.status, .ok, path)
            }
            let form = try await browser.submit("/login", on: "/login", ["email": ScriptedAuth.email])
            XCTAssertEqual(form.status, .serviceUnavailable)
            XCTAssertTrue(form.text.contains(ScriptedAuth.email), "what was typed is kept")
        }
    }

    func testAFailureHasANumberThatFindsItAndNothingElse() async throws {
        try await Neighbourhood.whileRunning { portal in
            let browser = try await portal.signedInBrowser()
            struct Broken: Error, CustomStringConvertible { let description = "connection string hunter2" }
            portal.apps.script.fail(LaunchApplication.self, with: Broken())
            let seen = try await browser.get("/applications/\(portal.apps.wiki.id)/open")
            XCTAssertEqual(seen.status, .internalServerError)
            XCTAssertFalse(seen.text.contains("hunter2"))
            XCTAssertNotNil(seen.text.range(of: "[0-9a-f]{12}", options: .regularExpression))

            for kind in Fault.Kind.allCases {
                portal.apps.script.fail(LaunchApplication.self, with: Fault(kind))
                let seen = try await browser.get("/applications/\(portal.apps.wiki.id)/open")
                switch kind {
                case .overloaded, .unavailable, .deadlinePassed, .outcomeUnknown:
                    XCTAssertEqual(seen.status, .serviceUnavailable, "\(kind)")
                    XCTAssertNotNil(seen.header("Retry-After"), "\(kind)")
                case .malformed, .notPermitted, .unknownSubject, .failed:
                    XCTAssertTrue([400, 500].contains(seen.status.code), "\(kind)")
                    XCTAssertNotNil(seen.text.range(of: "[0-9a-f]{12}", options: .regularExpression), "\(kind)")
                }
            }
        }
    }
}
