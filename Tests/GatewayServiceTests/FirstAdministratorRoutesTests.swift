import AuthContract
import Cryptography
import HTTP
import IdentityContract
import MFAContract
import Messaging
import ServiceRuntime
import Support
import XCTest

@testable import GatewayService

final class FirstAdministratorRoutesTests: XCTestCase {
    private let words = Words.english
    private let page = "/first-administrator"
    private let fine = "quite a long password"

    private func link(_ portal: Neighbourhood) -> String { "\(page)/\(portal.auth.invitation.text.expose())" }

    private func fill(
        _ browser: Browser,
        email: String = ScriptedAuth.email,
        username: String = "ada.lovelace",
        new: String? = nil,
        again: String? = nil
    ) async throws -> Seen {
        let hidden = try await browser.get(page).hidden(in: page)
        return try await browser.post(
            page,
            hidden: hidden,
            ["email": email, "username": username, "new": new ?? fine, "again": again ?? new ?? fine]
        )
    }

    func testTheSecretLeavesTheAddressBeforeAnythingIsShown() async throws {
        try await Neighbourhood.whileRunning { portal in
            let browser = try portal.browser()
            let opened = try await browser.get(link(portal))
            XCTAssertEqual(opened.status, .seeOther)
            XCTAssertEqual(opened.location, page)
            let header = opened.response.headers.values(of: "Set-Cookie").first { $0.hasPrefix("portico-invitation=") }
            XCTAssertEqual(header?.contains("HttpOnly"), true)
            XCTAssertEqual(header?.contains("Max-Age=3600"), true)
            XCTAssertEqual(portal.auth.script.count(of: FindInvitation.self), 0, "opening it asks nobody")
            let shown = try await browser.get(page)
            XCTAssertEqual(shown.status, .ok)
            XCTAssertFalse(shown.text.contains(portal.auth.invitation.text.expose()))
            XCTAssertFalse(portal.log.text.contains(portal.auth.invitation.text.expose()))
        }
    }

    func testItEndsInEnrolmentAndTheSecretIsForgotten() async throws {
        try await Neighbourhood.whileRunning { portal in
            portal.mfa.setDue(.enrolment([.oneTimeCode], postponableUntil: nil))
            let browser = try portal.browser()
            _ = try await browser.follow(link(portal))
            let made = try await fill(browser)
            XCTAssertEqual(made.status, .seeOther)
            XCTAssertEqual(made.location, "/enrol")
            XCTAssertNil(browser.cookies["portico-invitation"])
            XCTAssertNotNil(browser.cookies["portico-session"])
            let modal = try await browser.follow("/enrol")
            XCTAssertTrue(modal.text.contains("Set Up Multi-Factor Authentication"))
            // Once.
            _ = try await browser.get(link(portal))
            let again = try await browser.get(page)
            XCTAssertEqual(again.status, .notFound)
            XCTAssertTrue(again.text.contains(words.firstAdministrator.gone))
        }
    }

    func testEveryNoIsToldBesideItsFieldAndTypingIsKeptPasswordsAside() async throws {
        try await Neighbourhood.whileRunning { portal in
            let browser = try portal.browser()
            _ = try await browser.follow(link(portal))
            func assert(
                _ seen: Seen,
                says sentence: String,
                _ status: HTTPStatus = .unprocessable,
                line: UInt = #line
            ) throws {
                XCTAssertEqual(seen.status, status, line: line)
                XCTAssertTrue(seen.text.contains(sentence), seen.text, line: line)
                XCTAssertFalse(seen.text.contains(fine), line: line)
                XCTAssertNotNil(try? seen.hidden(in: page), line: line)
            }
            try assert(try await fill(browser, email: "ada"), says: words.refusals.notAnAddress)
            try assert(try await fill(browser, username: ""), says: words.refusals.notAUsername)
            try assert(try await fill(browser, again: "another one"), says: words.refusals.passwordsDiffer)
            for password in ["", "shorter", String(repeating: "x", count: 5000)] {
                try assert(try await fill(browser, new: password), says: words.refusals.passwordNotAcceptable)
            }
            let refusals: [(AcceptInvitation.Refusal, String)] = [
                (.notAnAddress, words.refusals.notAnAddress), (.notAUsername, words.refusals.notAUsername),
                (.addressTaken, words.refusals.addressTaken), (.usernameTaken, words.refusals.usernameTaken),
                (.notAcceptable([.withoutName]), words.refusals.passwordNotAcceptable),
            ]
            for (refusal, sentence) in refusals {
                portal.auth.script.failOnce(AcceptInvitation.self, with: refusal)
                let seen = try await fill(browser)
                try assert(seen, says: sentence)
                XCTAssertTrue(seen.text.contains("value=\"\(ScriptedAuth.email)\""))
                XCTAssertTrue(seen.text.contains("value=\"ada.lovelace\""))
            }
            portal.auth.script.failOnce(AcceptInvitation.self, with: Fault(.overloaded))
            let busy = try await fill(browser)
            try assert(busy, says: words.refusals.notReachable, .serviceUnavailable)
            XCTAssertNotNil(busy.header("Retry-After"))

            portal.auth.script.failOnce(AcceptInvitation.self, with: AcceptInvitation.Refusal.invitationGone)
            let gone = try await fill(browser)
            XCTAssertEqual(gone.status, .notFound)
            XCTAssertTrue(gone.text.contains(words.firstAdministrator.gone))
        }
    }

    func testALinkThatIsNoneLeadsNowhere() async throws {
        try await Neighbourhood.whileRunning { portal in
            let browser = try portal.browser()
            let nonsense = try await browser.get("\(page)/nonsense")
            XCTAssertEqual(nonsense.status, .notFound)
            let bare = try await browser.get(page)
            XCTAssertEqual(bare.status, .notFound)
            _ = try await browser.get("\(page)/\(Token().text.expose())")
            let unknown = try await browser.get(page)
            XCTAssertEqual(unknown.status, .notFound)
            XCTAssertTrue(unknown.text.contains(words.firstAdministrator.gone))
            XCTAssertNil(browser.cookies["portico-invitation"])
            let hidden = try await browser.get("/login").hidden(in: "/login")
            let posted = try await browser.post(page, hidden: hidden, ["email": ScriptedAuth.email])
            XCTAssertEqual(posted.status, .notFound)
            XCTAssertEqual(portal.auth.script.count(of: AcceptInvitation.self), 0)
        }
    }

    func testAnEmptyPortalNamesOneCommandAndNothingElse() async throws {
        try await Neighbourhood.whileRunning { portal in
            portal.auth.setEmpty(true)
            let empty = try await portal.browser().get("/login")
            XCTAssertEqual(empty.status, .ok)
            XCTAssertTrue(empty.text.contains("<code>operate first-administrator</code>"), empty.text)
            for other in ["<form", "<a ", "<footer", "Ask your IT team."] {
                XCTAssertFalse(empty.text.contains(other), other)
            }

            portal.auth.setEmpty(false)
            let login = try await portal.browser().get("/login")
            _ = try login.hidden(in: "/login")
            let asked = portal.auth.script.count(of: ShowPortal.self)
            _ = try await portal.browser().get("/login")
            XCTAssertEqual(portal.auth.script.count(of: ShowPortal.self), asked, "a portal in use is not asked again")
        }
    }

    func testTheFirstScreenOpensWhereNobodyCanTell() async throws {
        try await Neighbourhood.whileRunning { portal in
            portal.auth.script.fail(ShowPortal.self, with: Fault(.unavailable))
            let login = try await portal.browser().get("/login")
            _ = try login.hidden(in: "/login")
        }
    }
}
