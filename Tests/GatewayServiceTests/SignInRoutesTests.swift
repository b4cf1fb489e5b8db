import AuthContract
import HTTP
import IdentityContract
import MFAContract
import Messaging
import XCTest

@testable import GatewayService

final class SignInRoutesTests: XCTestCase {
    func testWithNothingDueThePasswordLeadsToApplications() async throws {
        try await Neighbourhood.whileRunning { portal in
            let browser = try portal.browser()
            let answer = try await browser.givePassword()
            XCTAssertEqual(answer.status, .seeOther)
            XCTAssertEqual(answer.location, "/applications")
            XCTAssertNil(browser.cookies["portico-attempt"])

            let applications = try await browser.follow("/")
            XCTAssertEqual(applications.status, .ok)
            XCTAssertTrue(applications.text.contains("Payroll") && applications.text.contains("Wiki"))
            XCTAssertTrue(applications.text.contains("Ada Lovelace"))
            // Who is signed in has no use for the first screen.
            let login = try await browser.get("/login?then=%2Fprofile")
            XCTAssertEqual(login.location, "/profile")
        }
    }

    func testOnTheWaySomewhereOneArrivesThere() async throws {
        try await Neighbourhood.whileRunning { portal in
            let browser = try portal.browser()
            let asked = try await browser.get("/profile?saved=firstname")
            XCTAssertEqual(asked.location, "/login?then=%2Fprofile%3Fsaved%3Dfirstname")
            let seen = try await browser.signIn(then: "/profile?saved=firstname")
            XCTAssertTrue(seen.text.contains("Profile Details"), seen.text)
        }
    }

    /// The open redirect table, through the whole sign-in.
    func testASignInNeverLeadsOffTheSite() async throws {
        try await Neighbourhood.whileRunning { portal in
            for lure in ["https://evil.example", "//evil.example", "/\\evil.example", "/\t/evil.example"] {
                let browser = try portal.browser()
                let answer = try await browser.givePassword(then: lure)
                XCTAssertEqual(answer.location, "/applications", lure)
                // A form whose hidden field was altered fares no better.
                let again = try portal.browser()
                let page = try await again.follow("/login")
                var hidden = try page.hidden(in: "/login")
                hidden["then"] = lure
                let begun = try await again.post("/login", hidden: hidden, ["email": ScriptedAuth.email])
                XCTAssertEqual(begun.location, "/login/password", lure)
            }
        }
    }

    /// Whoever turns a flood away must not ask for each who is turned away.
    func testTooManySignInsAreToldSoWithoutAnotherQuestion() async throws {
        try await Neighbourhood.whileRunning { portal in
            let browser = try portal.browser()
            _ = try await browser.submit("/login", on: "/login", ["email": ScriptedAuth.email])
            let page = try await browser.get("/login/password")
            let asked = portal.auth.script.count(of: FindAttempt.self)
            portal.auth.script.fail(CheckPassword.self, with: Fault(.overloaded))
            let hidden = try page.hidden(in: "/login/password")
            let answer = try await browser.post("/login/password", hidden: hidden, ["password": ScriptedAuth.password])
            XCTAssertEqual(answer.status, .serviceUnavailable)
            XCTAssertNotNil(answer.header("Retry-After"))
            XCTAssertTrue(answer.text.contains("/login/password"), answer.text)
            XCTAssertEqual(portal.auth.script.count(of: FindAttempt.self), asked)
        }
    }

    func testEveryNoStandsBesideTheFieldWithTheRestKept() async throws {
        try await Neighbourhood.whileRunning { portal in
            let browser = try portal.browser()
            let words = Words.english.refusals
            for email in ["", "ada", "ada@nowhere", "a\u{0}da@example.com", "\u{202e}moc.elpmaxe@ada", "🐎"] {
                let answer = try await browser.submit("/login", on: "/login", ["email": email, "remember": "on"])
                XCTAssertEqual(answer.status, .unprocessable, email.debugDescription)
                XCTAssertTrue(answer.text.contains(words.notAnAddress), email.debugDescription)
                XCTAssertTrue(answer.text.contains("checked"), email.debugDescription)
            }

            let unknown = try await browser.givePassword(email: "nobody@example.com")
            let wrong = try await browser.givePassword("guess")
            for answer in [unknown, wrong] {
                XCTAssertEqual(answer.status, .unprocessable)
                XCTAssertTrue(answer.text.contains(words.wrongCredentials))
                XCTAssertFalse(answer.text.contains("guess"))
            }
            XCTAssertTrue(wrong.text.contains(ScriptedAuth.email))

            portal.auth.script.fail(CheckPassword.self, with: CheckPassword.Refusal.tooManyTries)
            let tooMany = try await browser.givePassword()
            XCTAssertEqual(tooMany.status, .tooManyRequests)
            XCTAssertTrue(tooMany.text.contains(words.tooManySignIns))
        }
    }

    func testAnAttemptThatIsGoneBeginsAgainAndSaysSo() async throws {
        try await Neighbourhood.whileRunning { portal in
            let browser = try portal.browser()
            portal.auth.script.fail(CheckPassword.self, with: CheckPassword.Refusal.attemptGone)
            let answer = try await browser.givePassword(then: "/profile")
            XCTAssertEqual(answer.location, "/login?then=%2Fprofile&again=1")
            let page = try await browser.get("/login?then=%2Fprofile&again=1")
            XCTAssertTrue(page.text.contains(Words.english.refusals.attemptGone))
            // Without an attempt there is no second screen.
            browser.setCookie("portico-attempt", nil)
            let second = try await browser.get("/login/password")
            XCTAssertEqual(second.location, "/login")
        }
    }

    func testChangeForgetsTheAttemptAndKeepsTheAddress() async throws {
        try await Neighbourhood.whileRunning { portal in
            let browser = try portal.browser()
            _ = try await browser.submit("/login", on: "/login", ["email": ScriptedAuth.email])
            XCTAssertNotNil(browser.cookies["portico-attempt"])
            let answer = try await browser.get("/login/change")
            XCTAssertTrue(answer.text.contains("value=\"\(ScriptedAuth.email)\""), answer.text)
            XCTAssertNil(browser.cookies["portico-attempt"])
            let again = try await browser.get("/login/change")
            XCTAssertEqual(again.location, "/login")
        }
    }

    func testRememberMeKeepsTheAddressAndDatesTheSession() async throws {
        try await Neighbourhood.whileRunning { portal in
            let browser = try portal.browser()
            let answer = try await browser.givePassword(remember: true)
            let cookies = answer.response.headers.values(of: "Set-Cookie")
            let session = try XCTUnwrap(cookies.first { $0.hasPrefix("portico-session=") })
            XCTAssertTrue(session.contains("Max-Age=43200"), session)
            browser.setCookie("portico-session", nil)
            let page = try await browser.get("/login")
            XCTAssertTrue(page.text.contains("value=\"\(ScriptedAuth.email)\""))

            // Without it the cookie ends with the browser, and the address is forgotten.
            let plain = try await browser.givePassword(remember: false)
            let kept = plain.response.headers.values(of: "Set-Cookie")
            XCTAssertFalse(try XCTUnwrap(kept.first { $0.hasPrefix("portico-session=") }).contains("Max-Age"))
            XCTAssertNil(browser.cookies["portico-email"])
        }
    }

    /// No answer from mfa means still pending, never full.
    func testWithoutMfaTheSignInWaitsAndGoesOnLater() async throws {
        try await Neighbourhood.whileRunning { portal in
            let browser = try portal.browser()
            portal.mfa.script.fail(FindDue.self, with: Fault(.unavailable))
            let answer = try await browser.givePassword(then: "/profile")
            XCTAssertEqual(answer.status, .serviceUnavailable)
            XCTAssertNotNil(answer.header("Retry-After"))
            XCTAssertTrue(answer.text.contains("/verify?then=%2Fprofile"), answer.text)
            // The session is there, and opens nothing.
            let applications = try await browser.get("/applications")
            XCTAssertEqual(applications.location, "/verify")

            portal.mfa.script.fail(FindDue.self, with: nil)
            let later = try await browser.follow("/verify?then=%2Fprofile")
            XCTAssertTrue(later.text.contains("Profile Details"))
        }
    }

    func testAProofThatAuthDoesNotTakeLeavesTheSessionPending() async throws {
        try await Neighbourhood.whileRunning { portal in
            for refusal in CompleteSignIn.Refusal.allCases {
                let browser = try portal.browser()
                portal.auth.script.fail(CompleteSignIn.self, with: refusal)
                let answer = try await browser.givePassword()
                XCTAssertNotEqual(answer.location, "/applications", "\(refusal)")
                let applications = try await browser.get("/applications")
                XCTAssertEqual(applications.location, "/verify", "\(refusal)")
            }
        }
    }

    func testSigningInAgainEndsTheFormerSession() async throws {
        try await Neighbourhood.whileRunning { portal in
            let browser = try await portal.signedInBrowser()
            XCTAssertEqual(portal.auth.sessionCount, 1)
            let first = browser.cookies["portico-session"]
            // Another tab had the first screen open all along.
            let other = try portal.browser()
            let page = try await other.follow("/login")
            browser.setCookie("portico-browser", other.cookies["portico-browser"])
            let begun = try await browser.post(
                "/login",
                hidden: page.hidden(in: "/login"),
                ["email": ScriptedAuth.email]
            )
            let second = try await browser.follow(try XCTUnwrap(begun.location))
            let hidden = try second.hidden(in: "/login/password")
            _ = try await browser.post("/login/password", hidden: hidden, ["password": ScriptedAuth.password])
            XCTAssertEqual(portal.auth.sessionCount, 1)
            XCTAssertNotEqual(browser.cookies["portico-session"], first)
        }
    }
}
