import AuthContract
import HTTP
import IdentityContract
import MFAContract
import Messaging
import Support
import XCTest

@testable import GatewayService

final class VerificationRoutesTests: XCTestCase {
    func testAChallengeComesBeforeEverythingElse() async throws {
        try await Neighbourhood.whileRunning { portal in
            portal.mfa.setDue(.challenge([.oneTimeCode]))
            let browser = try portal.browser()
            let answer = try await browser.givePassword(then: "/profile")
            XCTAssertEqual(answer.location, "/verify/code?then=%2Fprofile")
            for page in ["/applications", "/profile", "/security", "/confirm", "/enrol/app/done"] {
                let seen = try await browser.get(page)
                XCTAssertEqual(seen.status, .seeOther, page)
                XCTAssertTrue(seen.location?.hasPrefix("/verify") ?? false, "\(page) \(seen.location ?? "")")
            }
            let before = browser.cookies["portico-session"]
            let passed = try await browser.submit(
                "/verify/code",
                on: "/verify?then=%2Fprofile",
                ["code": "123 456"]
            )
            XCTAssertEqual(passed.location, "/profile")
            XCTAssertNotEqual(browser.cookies["portico-session"], before)
            let profile = try await browser.follow("/profile")
            XCTAssertTrue(profile.text.contains("Profile Details"))
        }
    }

    func testAWrongCodeIsToldBesideTheFieldAndNeverPutBack() async throws {
        try await Neighbourhood.whileRunning { portal in
            let words = Words.english.refusals
            portal.mfa.setDue(.challenge([.oneTimeCode]))
            let browser = try portal.browser()
            try await browser.signIn()
            let wrong = try await browser.submit("/verify/code", on: "/verify", ["code": "654321"])
            XCTAssertEqual(wrong.status, .unprocessable)
            XCTAssertTrue(wrong.text.contains(words.wrongCode))
            XCTAssertFalse(wrong.text.contains("654321"))

            // What is no code does not count as a try.
            let asked = portal.mfa.script.count(of: CheckCode.self)
            for text in ["", "12345", "abcdef", "12345\u{0}", "🔢🔢🔢🔢🔢🔢", String(repeating: "1", count: 5000)] {
                let seen = try await browser.submit("/verify/code", on: "/verify", ["code": text])
                XCTAssertEqual(seen.status, .unprocessable, text.prefix(20).debugDescription)
                XCTAssertTrue(seen.text.contains(words.wrongCode))
            }
            XCTAssertEqual(portal.mfa.script.count(of: CheckCode.self), asked)

            portal.mfa.script.fail(CheckCode.self, with: CheckCode.Refusal.tooManyTries(waitSeconds: 600))
            let tooMany = try await browser.submit("/verify/code", on: "/verify", ["code": ScriptedMFA.code])
            XCTAssertEqual(tooMany.status, .tooManyRequests)
            XCTAssertEqual(tooMany.header("Retry-After"), "600")
            XCTAssertTrue(tooMany.text.contains("10 minutes"))

            portal.mfa.script.fail(CheckCode.self, with: CheckCode.Refusal.notEnrolled)
            let none = try await browser.submit("/verify/code", on: "/verify", ["code": ScriptedMFA.code])
            XCTAssertEqual(none.location, "/verify")

            portal.mfa.script.fail(CheckCode.self, with: Fault(.overloaded))
            let busy = try await browser.submit("/verify/code", on: "/verify", ["code": ScriptedMFA.code])
            XCTAssertEqual(busy.status, .serviceUnavailable)
            XCTAssertNotNil(busy.header("Retry-After"))
            XCTAssertTrue(busy.text.contains(words.notReachable))
            _ = try busy.hidden(in: "/verify/code")
        }
    }

    func testAProofThatIsNotTakenIsToldOnTheSamePage() async throws {
        try await Neighbourhood.whileRunning { portal in
            portal.mfa.setDue(.challenge([.oneTimeCode]))
            let browser = try portal.browser()
            try await browser.signIn()
            for refusal in [CompleteSignIn.Refusal.proofNotAccepted, .proofUsedBefore] {
                portal.auth.script.fail(CompleteSignIn.self, with: refusal)
                let seen = try await browser.submit("/verify/code", on: "/verify", ["code": ScriptedMFA.code])
                XCTAssertEqual(seen.status, .unprocessable)
                XCTAssertTrue(seen.text.contains(Words.english.refusals.verificationGone))
            }
            portal.auth.script.fail(CompleteSignIn.self, with: CompleteSignIn.Refusal.notPending)
            let elsewhere = try await browser.submit("/verify/code", on: "/verify", ["code": ScriptedMFA.code])
            XCTAssertEqual(elsewhere.location, "/login")
        }
    }

    func testWithoutAFactorAFreshPasswordIsTheStepUp() async throws {
        try await Neighbourhood.whileRunning { portal in
            let browser = try await portal.signedInBrowser()
            portal.clock.advance(by: 11 * 60)
            portal.mfa.setDue(.password)
            let asked = try await browser.get("/security/password")
            XCTAssertEqual(asked.location, "/verify?then=%2Fsecurity%2Fpassword&strength=none&age=600")
            let page = try await browser.follow("/security/password")
            XCTAssertEqual(portal.mfa.requirement, Requirement(strength: .none, maximumAge: 600))
            let hidden = try page.hidden(in: "/confirm")

            let wrong = try await browser.post("/confirm", hidden: hidden, ["password": "guess"])
            XCTAssertEqual(wrong.status, .unprocessable)
            XCTAssertTrue(wrong.text.contains(Words.english.refusals.wrongPassword))
            XCTAssertFalse(wrong.text.contains("guess"))

            let right = try await browser.post("/confirm", hidden: hidden, ["password": ScriptedAuth.password])
            XCTAssertEqual(right.location, "/security/password")
            let form = try await browser.get("/security/password")
            XCTAssertEqual(form.status, .ok)
        }
    }

    func testNobodyIsSentToAMethodThatHasNoPage() async throws {
        try await Neighbourhood.whileRunning { portal in
            portal.mfa.setDue(.challenge([.securityKey]))
            let browser = try portal.browser()
            let seen = try await browser.signIn()
            XCTAssertEqual(seen.status, .ok)
            XCTAssertTrue(seen.text.contains("Verify Your Identity"))
        }
    }

    func testNobodySignedInMeansTheFirstScreen() async throws {
        try await Neighbourhood.whileRunning { portal in
            let browser = try portal.browser()
            for page in ["/verify", "/verify/code", "/confirm", "/enrol", "/enrol/app", "/security", "/profile"] {
                let seen = try await browser.get(page)
                XCTAssertEqual(seen.status, .seeOther, page)
                XCTAssertTrue(seen.location?.hasPrefix("/login") ?? false, "\(page) \(seen.location ?? "")")
            }
        }
    }
}
