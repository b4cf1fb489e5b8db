import AppsContract
import AuthContract
import Foundation
import HTTP
import IdentityContract
import MFAContract
import Messaging
import ServiceRuntime
import Support
import XCTest

@testable import GatewayService

final class EnrolmentRoutesTests: XCTestCase {
    private let words = Words.english.refusals

    func testTheWizardEndsWithTheSignInComplete() async throws {
        try await Neighbourhood.whileRunning { portal in
            portal.mfa.setDue(.enrolment([.oneTimeCode], postponableUntil: nil))
            let browser = try portal.browser()
            let modal = try await browser.signIn(then: "/profile")
            XCTAssertTrue(modal.text.contains("Set Up Multi-Factor Authentication"))
            XCTAssertFalse(modal.text.contains("/enrol/later"), "the period is over")

            let begun = try await browser.submit("/enrol/app/key", on: "/enrol/app?then=%2Fprofile", [:])
            let key = try await browser.get(try XCTUnwrap(begun.location))
            XCTAssertEqual(key.status, .ok)
            XCTAssertTrue(key.text.contains("<path"), "the QR code")
            XCTAssertEqual(key.header("Cache-Control"), "no-store")
            XCTAssertFalse(key.text.contains("otpauth:"), "the key is enough to read")

            let step = "/enrol/app/code?enrolment=\(portal.mfa.enrolment)&then=%2Fprofile"
            let done = try await browser.submit(
                "/enrol/app/code",
                on: step,
                ["code": ScriptedMFA.code, "name": "Phone"]
            )
            XCTAssertEqual(done.location, "/enrol/app/done?then=%2Fprofile")
            let page = try await browser.get("/enrol/app/done?then=%2Fprofile")
            XCTAssertTrue(page.text.contains("href=\"/profile\""))
            let profile = try await browser.get("/profile")
            XCTAssertEqual(profile.status, .ok)
        }
    }

    func testItCanBePutOffWhileThePeriodLasts() async throws {
        try await Neighbourhood.whileRunning { portal in
            let until = portal.clock.now + 86_400
            portal.mfa.setDue(.enrolment([.oneTimeCode], postponableUntil: until))
            let browser = try portal.browser()
            try await browser.signIn()
            portal.mfa.script.fail(PostponeEnrolment.self, with: PostponeEnrolment.Refusal.notPostponable)
            let refused = try await browser.submit("/enrol/later", on: "/enrol", [:])
            XCTAssertEqual(refused.location, "/enrol")
            portal.mfa.script.fail(PostponeEnrolment.self, with: Fault(.unavailable))
            let away = try await browser.submit("/enrol/later", on: "/enrol", [:])
            XCTAssertEqual(away.status, .serviceUnavailable)

            portal.mfa.script.fail(PostponeEnrolment.self, with: nil)
            let later = try await browser.submit("/enrol/later", on: "/enrol", [:])
            XCTAssertEqual(later.location, "/applications")
            let applications = try await browser.get("/applications")
            XCTAssertEqual(applications.status, .ok)
        }
    }

    func testEveryNoOfTheLastStepKeepsTheRest() async throws {
        try await Neighbourhood.whileRunning { portal in
            portal.mfa.setDue(.enrolment([.oneTimeCode], postponableUntil: nil))
            let browser = try portal.browser()
            try await browser.signIn()
            let step = "/enrol/app/code?enrolment=\(portal.mfa.enrolment)"
            func give(_ code: String, _ name: String = "My <phone>") async throws -> Seen {
                try await browser.submit("/enrol/app/code", on: step, ["code": code, "name": name])
            }

            let wrong = try await give("000000")
            XCTAssertEqual(wrong.status, .unprocessable)
            XCTAssertTrue(wrong.text.contains(words.wrongCode))
            XCTAssertTrue(wrong.text.contains("My &lt;phone&gt;"))
            XCTAssertFalse(wrong.text.contains("000000"))
            let none = try await give("abc")
            XCTAssertEqual(none.status, .unprocessable)
            let name = try await give(ScriptedMFA.code, String(repeating: "x", count: 61))
            XCTAssertEqual(name.status, .unprocessable)
            XCTAssertTrue(name.text.contains(words.factorNameNotAcceptable))

            let table: [(ConfirmAppEnrolment.Refusal, HTTPStatus, String)] = [
                (.enrolmentGone, 410, words.enrolmentGone),
                (.nameNotAcceptable, .unprocessable, words.factorNameNotAcceptable),
                (.tooManyTries(waitSeconds: 60), .tooManyRequests, "Wait a minute"),
            ]
            for (refusal, status, sentence) in table {
                portal.mfa.script.fail(ConfirmAppEnrolment.self, with: refusal)
                let seen = try await give(ScriptedMFA.code)
                XCTAssertEqual(seen.status, status, "\(refusal)")
                XCTAssertTrue(seen.text.contains(sentence), "\(refusal)")
            }
        }
    }

    func testASetupThatIsGoneBeginsAgain() async throws {
        try await Neighbourhood.whileRunning { portal in
            portal.mfa.setDue(.enrolment([.oneTimeCode], postponableUntil: nil))
            let browser = try portal.browser()
            try await browser.signIn()
            for enrolment in ["", "nonsense", "\(FactorID(at: portal.clock.now))"] {
                let seen = try await browser.get("/enrol/app/key?enrolment=\(enrolment)")
                XCTAssertEqual(seen.location, "/enrol/app", enrolment)
            }
            portal.mfa.script.fail(BeginAppEnrolment.self, with: BeginAppEnrolment.Refusal.alreadyEnrolled)
            let enrolled = try await browser.submit("/enrol/app/key", on: "/enrol/app", [:])
            XCTAssertEqual(enrolled.location, "/verify")
            portal.mfa.script.fail(BeginAppEnrolment.self, with: BeginAppEnrolment.Refusal.tooManyFactors)
            let tooMany = try await browser.submit("/enrol/app/key", on: "/enrol/app", [:])
            XCTAssertEqual(tooMany.status, .conflict)
            XCTAssertTrue(tooMany.text.contains(words.tooManyFactors))
        }
    }

    func testAnotherFactorAsksForAProofBeforeTheWizardBegins() async throws {
        try await Neighbourhood.whileRunning { portal in
            let browser = try await portal.signedInBrowser()
            portal.clock.advance(by: 11 * 60)
            portal.mfa.setDue(.password)
            let asked = try await browser.get("/enrol/app?then=%2Fsecurity")
            XCTAssertEqual(
                asked.location,
                "/verify?then=%2Fenrol%2Fapp%3Fthen%3D%252Fsecurity&strength=none&age=600"
            )
            let confirm = try await browser.follow("/enrol/app?then=%2Fsecurity")
            let hidden = try confirm.hidden(in: "/confirm")
            let back = try await browser.post("/confirm", hidden: hidden, ["password": ScriptedAuth.password])
            XCTAssertEqual(back.location, "/enrol/app?then=%2Fsecurity")
            let begun = try await browser.submit("/enrol/app/key", on: "/enrol/app?then=%2Fsecurity", [:])
            XCTAssertEqual(begun.location?.hasPrefix("/enrol/app/key?then=%2Fsecurity&enrolment="), true)

            // Where the step-up itself needs a factor that is not there yet, enrolling comes first.
            portal.mfa.setDue(.enrolment([.oneTimeCode], postponableUntil: nil))
            let open = try await browser.follow("/applications/\(portal.apps.payroll.id)/open")
            XCTAssertTrue(open.text.contains("Set Up Multi-Factor Authentication"), open.text)
        }
    }
}
