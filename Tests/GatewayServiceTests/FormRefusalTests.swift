import AuthContract
import HTTP
import IdentityContract
import MFAContract
import ProfileContract
import Support
import XCTest

@testable import GatewayService

/// A page without its token, from another origin, or stale: an explanation and a way on, and nothing done.
final class FormRefusalTests: XCTestCase {
    private func forms(_ portal: Neighbourhood) -> [(action: String, back: String)] {
        [
            ("/login", "/login"), ("/login/password", "/login/password"),
            ("/first-administrator", "/first-administrator"), ("/verify/code", "/verify/code"),
            ("/confirm", "/confirm"), ("/enrol/later", "/enrol"), ("/enrol/app/key", "/enrol/app"),
            ("/enrol/app/code", "/enrol/app"), ("/profile/firstname", "/profile"),
            ("/security/password", "/security/password"),
            ("/security/factors/\(portal.mfa.factor)/remove", "/security"), ("/logout", "/applications"),
        ]
    }

    func testAFormWithoutItsTokenIsExplained() async throws {
        try await Neighbourhood.whileRunning { portal in
            let browser = try await portal.signedInBrowser()
            for (action, back) in forms(portal) {
                for token in [nil, "", "nonsense", String(repeating: "A", count: 43)] as [String?] {
                    let hidden = token.map { ["token": $0] } ?? [:]
                    let seen = try await browser.post(action, hidden: hidden, ["value": "x", "seen": "Ada"])
                    XCTAssertEqual(seen.status, .forbidden, action)
                    XCTAssertTrue(seen.text.contains("href=\"\(back)\""), "\(action) \(seen.text)")
                    XCTAssertTrue(seen.text.contains(Words.english.problems.staleForm.heading), action)
                }
            }
            assertNothingWasDone(portal)
            let still = try await browser.get("/applications")
            XCTAssertEqual(still.status, .ok)
        }
    }

    func testAFormOfAnotherSiteIsRefusedThoughItsTokenIsRight() async throws {
        try await Neighbourhood.whileRunning { portal in
            let browser = try await portal.signedInBrowser()
            let token = try await browser.get("/profile").hidden(in: "/logout")
            for (action, back) in forms(portal) {
                for origin in ["https://evil.example", "null", "http://localhost", ""] {
                    let seen = try await browser.post(
                        action,
                        hidden: token,
                        ["value": "x", "seen": "Ada"],
                        headers: ["Origin": origin]
                    )
                    XCTAssertEqual(seen.status, .forbidden, "\(action) from \(origin)")
                    XCTAssertTrue(seen.text.contains("href=\"\(back)\""), action)
                }
            }
            assertNothingWasDone(portal)
        }
    }

    func testATokenOfAnotherBrowserOrSessionIsStale() async throws {
        try await Neighbourhood.whileRunning { portal in
            let browser = try await portal.signedInBrowser()
            let other = try await portal.signedInBrowser()
            let theirs = try await other.get("/profile").hidden(in: "/logout")
            let seen = try await browser.post("/logout", hidden: theirs, [:])
            XCTAssertEqual(seen.status, .forbidden)
            // A token of this browser, from before it signed in.
            let stranger = try portal.browser()
            let door = try await stranger.get("/login").hidden(in: "/login")
            try await stranger.signIn()
            let early = try await stranger.post("/logout", hidden: door, [:])
            XCTAssertEqual(early.status, .forbidden)
            XCTAssertEqual(portal.auth.script.count(of: EndSession.self), 0)
        }
    }

    /// Pages in other tabs stay good when assurance rises.
    func testARiseOfAssuranceLeavesOtherTabsTheirForms() async throws {
        try await Neighbourhood.whileRunning { portal in
            let browser = try await portal.signedInBrowser()
            let tab = try await browser.get("/profile").hidden(in: "/profile/firstname")
            portal.mfa.setDue(.challenge([.oneTimeCode]))
            let raised = try await browser.submit("/verify/code", on: "/verify", ["code": ScriptedMFA.code])
            XCTAssertEqual(raised.status, .seeOther)
            let saved = try await browser.post("/profile/firstname", hidden: tab, ["value": "Augusta"])
            XCTAssertEqual(saved.status, .seeOther)
            XCTAssertEqual(portal.profile.fields[.firstName], "Augusta")
        }
    }

    func testWhoIsNotSignedInAnyMoreSignsInFirstAndFindsThePageAgain() async throws {
        try await Neighbourhood.whileRunning { portal in
            let browser = try await portal.signedInBrowser()
            let hidden = try await browser.get("/profile").hidden(in: "/profile/firstname")
            portal.auth.endSessions()
            try await eventually(within: .seconds(5), "the session to be gone") {
                try await browser.get("/profile").status == .seeOther
            }
            let seen = try await browser.post("/profile/firstname", hidden: hidden, ["value": "Augusta"])
            XCTAssertEqual(seen.location, "/login?then=%2Fprofile")
            XCTAssertEqual(portal.profile.fields[.firstName], "Ada")
        }
    }

    private func assertNothingWasDone(_ portal: Neighbourhood) {
        XCTAssertEqual(portal.profile.script.count(of: EditProfile.self), 0)
        XCTAssertEqual(portal.auth.script.count(of: ChangePassword.self), 0)
        XCTAssertEqual(portal.auth.script.count(of: EndSession.self), 0)
        XCTAssertEqual(portal.auth.script.count(of: ConfirmPassword.self), 0)
        XCTAssertEqual(portal.auth.script.count(of: BeginSignIn.self), 1, "the sign-in itself")
        XCTAssertEqual(portal.auth.script.count(of: AcceptInvitation.self), 0)
        XCTAssertEqual(portal.mfa.script.count(of: CheckCode.self), 0)
        XCTAssertEqual(portal.mfa.script.count(of: RemoveFactor.self), 0)
        XCTAssertEqual(portal.mfa.script.count(of: BeginAppEnrolment.self), 0)
        XCTAssertEqual(portal.mfa.script.count(of: ConfirmAppEnrolment.self), 0)
        XCTAssertEqual(portal.mfa.script.count(of: PostponeEnrolment.self), 0)
    }
}
