import AuthContract
import HTTP
import IdentityContract
import MFAContract
import Messaging
import ServiceRuntime
import Support
import XCTest

@testable import GatewayService

final class SecurityRoutesTests: XCTestCase {
    private let words = Words.english

    func testThePasswordIsChangedAndTheSessionGoesOn() async throws {
        try await Neighbourhood.whileRunning { portal in
            let browser = try await portal.signedInBrowser()
            let before = browser.cookies["portico-session"]
            let changed = try await browser.submit(
                "/security/password",
                on: "/security/password",
                ["current": ScriptedAuth.password, "new": "a new and longer one", "again": "a new and longer one"]
            )
            XCTAssertEqual(changed.location, "/security?done=password")
            XCTAssertNotEqual(browser.cookies["portico-session"], before)
            let page = try await browser.get("/security?done=password")
            XCTAssertEqual(page.status, .ok)
            XCTAssertTrue(page.text.contains(words.security.passwordChanged))

            let old = try await portal.browser().givePassword()
            XCTAssertEqual(old.status, .unprocessable)
            let new = try await portal.browser().givePassword("a new and longer one")
            XCTAssertEqual(new.status, .seeOther)
        }
    }

    func testEveryNoIsToldAndNoPasswordIsPutBack() async throws {
        try await Neighbourhood.whileRunning { portal in
            let browser = try await portal.signedInBrowser()
            let fine = "quite a long password"
            func change(_ current: String, _ new: String, _ again: String) async throws -> Seen {
                let seen = try await browser.submit(
                    "/security/password",
                    on: "/security/password",
                    ["current": current, "new": new, "again": again]
                )
                for password in [current, new, again] where password.count > 3 {
                    XCTAssertFalse(seen.text.contains(password))
                }
                return seen
            }

            let differ = try await change(ScriptedAuth.password, fine, "another long password")
            XCTAssertEqual(differ.status, .unprocessable)
            let wrong = try await change("guess it", fine, fine)
            XCTAssertEqual(wrong.status, .unprocessable)
            XCTAssertTrue(wrong.text.contains(words.refusals.wrongPassword))
            let missing = try await change("", fine, fine)
            XCTAssertTrue(missing.text.contains(words.refusals.wrongPassword))
            let short = try await change(ScriptedAuth.password, "shorter", "shorter")
            XCTAssertEqual(short.status, .unprocessable)
            let empty = try await change(ScriptedAuth.password, "", "")
            XCTAssertEqual(empty.status, .unprocessable)
            let huge = String(repeating: "x", count: 5000)
            let long = try await change(ScriptedAuth.password, huge, huge)
            XCTAssertEqual(long.status, .unprocessable)

            portal.auth.script.fail(ChangePassword.self, with: ChangePassword.Refusal.tooManyTries)
            let tooMany = try await change(ScriptedAuth.password, fine, fine)
            XCTAssertEqual(tooMany.status, .tooManyRequests)
            XCTAssertTrue(tooMany.text.contains(words.refusals.tooManyPasswords))
            portal.auth.script.fail(ChangePassword.self, with: Fault(.overloaded))
            let busy = try await change(ScriptedAuth.password, fine, fine)
            XCTAssertEqual(busy.status, .serviceUnavailable)
            XCTAssertTrue(busy.text.contains(words.refusals.notReachable))
            _ = try busy.hidden(in: "/security/password")
        }
    }

    func testAFactorIsRemovedOnAFreshProof() async throws {
        try await Neighbourhood.whileRunning { portal in
            let browser = try await portal.signedInBrowser()
            let remove = "/security/factors/\(portal.mfa.factor)/remove"
            let hidden = try await browser.get("/security").hidden(in: remove)
            portal.clock.advance(by: 11 * 60)
            let asked = try await browser.post(remove, hidden: hidden, [:])
            XCTAssertEqual(asked.location, "/verify?then=%2Fsecurity&strength=none&age=600")
            portal.mfa.setDue(.password)
            let confirm = try await browser.follow(try XCTUnwrap(asked.location))
            _ = try await browser.post(
                "/confirm",
                hidden: try confirm.hidden(in: "/confirm"),
                ["password": ScriptedAuth.password]
            )
            let removed = try await browser.post(remove, hidden: hidden, [:])
            XCTAssertEqual(removed.location, "/security?done=removed")

            let unknown = FactorID(at: portal.clock.now)
            let gone = try await browser.post("/security/factors/\(unknown)/remove", hidden: hidden, [:])
            XCTAssertEqual(gone.location, "/security?done=gone")
            let page = try await browser.get("/security?done=gone")
            XCTAssertTrue(page.text.contains(words.refusals.noSuchFactor))
            let nonsense = try await browser.post("/security/factors/nonsense/remove", hidden: hidden, [:])
            XCTAssertEqual(nonsense.status, .notFound)
        }
    }

    func testWithoutMfaTheRestOfThePageIsThere() async throws {
        try await Neighbourhood.whileRunning { portal in
            let browser = try await portal.signedInBrowser()
            portal.mfa.script.fail(ListFactors.self, with: Fault(.unavailable))
            let seen = try await browser.get("/security")
            XCTAssertEqual(seen.status, .ok)
            XCTAssertTrue(seen.text.contains(words.security.unavailable))
            XCTAssertTrue(seen.text.contains(words.security.resetPassword))
        }
    }

    func testLoggingOutEndsTheSessionEverywhere() async throws {
        try await Neighbourhood.whileRunning { portal in
            let browser = try await portal.signedInBrowser()
            let token = try XCTUnwrap(browser.cookies["portico-session"])
            let out = try await browser.submit("/logout", on: "/applications", [:])
            XCTAssertEqual(out.location, "/login")
            XCTAssertNil(browser.cookies["portico-session"])
            XCTAssertEqual(portal.auth.sessionCount, 0)
            // A copy of the cookie is worth nothing at once.
            browser.setCookie("portico-session", token)
            let seen = try await browser.get("/applications")
            XCTAssertEqual(seen.location, "/login")
        }
    }

    func testALogOutThatCouldNotBeDoneIsNotPretended() async throws {
        try await Neighbourhood.whileRunning { portal in
            let browser = try await portal.signedInBrowser()
            portal.auth.script.fail(EndSession.self, with: Fault(.unavailable))
            let seen = try await browser.submit("/logout", on: "/applications", [:])
            XCTAssertEqual(seen.status, .serviceUnavailable)
            XCTAssertNotNil(browser.cookies["portico-session"])
            portal.auth.script.fail(EndSession.self, with: nil)
            let again = try await browser.submit("/logout", on: "/applications", [:])
            XCTAssertEqual(again.location, "/login")
        }
    }
}
