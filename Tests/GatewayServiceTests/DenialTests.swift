import AppsContract
import HTTP
import IdentityContract
import Messaging
import ServiceRuntime
import Support
import XCTest

@testable import GatewayService

/// What follows when a service does not take the passport that a question came with.
final class DenialTests: XCTestCase {
    func testAnExpiredPassportIsRenewedAndTheQuestionPutAgain() async throws {
        try await Neighbourhood.whileRunning { portal in
            let browser = try await portal.signedInBrowser()
            let open = "/applications/\(portal.apps.wiki.id)/open"
            portal.apps.script.failOnce(LaunchApplication.self, with: AccessDenial.passportExpired.denial)
            let seen = try await browser.get(open)
            XCTAssertEqual(seen.location, ScriptedApps.wikiTarget)
            XCTAssertEqual(portal.apps.script.count(of: LaunchApplication.self), 2)
            // Once, and not for ever.
            portal.apps.script.fail(LaunchApplication.self, with: AccessDenial.passportExpired.denial)
            let again = try await browser.get(open)
            // Clocks that differ are no fault of the question, and are set again.
            XCTAssertEqual(again.status, .serviceUnavailable)
            XCTAssertNotNil(again.header("Retry-After"))
            XCTAssertEqual(portal.apps.script.count(of: LaunchApplication.self), 4)
        }
    }

    func testASessionThatAServiceKnowsToBeEndedIsGoneHereToo() async throws {
        try await Neighbourhood.whileRunning { portal in
            let browser = try await portal.signedInBrowser()
            let open = "/applications/\(portal.apps.wiki.id)/open"
            let token = try XCTUnwrap(browser.cookies["portico-session"])
            portal.apps.script.failOnce(LaunchApplication.self, with: AccessDenial.sessionEnded.denial)
            let seen = try await browser.get(open)
            XCTAssertEqual(seen.location, "/login?then=" + PercentEncoding.encode(open))
            XCTAssertNil(browser.cookies["portico-session"])
            browser.setCookie("portico-session", token)
            let copy = try await browser.get("/applications")
            XCTAssertEqual(copy.location, "/login")
        }
    }

    func testAServiceThatKnowsMoreLeadsToWhatIsDue() async throws {
        try await Neighbourhood.whileRunning { portal in
            let browser = try await portal.signedInBrowser()
            let open = "/applications/\(portal.apps.wiki.id)/open"
            let then = PercentEncoding.encode(open)
            portal.apps.script.failOnce(LaunchApplication.self, with: AccessDenial.sessionPending.denial)
            let pending = try await browser.get(open)
            XCTAssertEqual(pending.location, "/verify?then=\(then)")
            let requirement = Requirement(strength: .phishingResistant)
            portal.apps.script.failOnce(LaunchApplication.self, with: AccessDenial.assuranceNeeded(requirement).denial)
            let weak = try await browser.get(open)
            XCTAssertEqual(weak.location, "/verify?then=\(then)&strength=phishingResistant")
        }
    }

    func testAPassportThatIsNoneIsOurOwnFailure() async throws {
        try await Neighbourhood.whileRunning { portal in
            let browser = try await portal.signedInBrowser()
            let denials = [
                AccessDenial.passportMissing.denial, AccessDenial.passportForged.denial,
                AccessDenial.passportBorrowed.denial, Denial(code: "something-new"),
            ]
            for denial in denials {
                portal.apps.script.failOnce(LaunchApplication.self, with: denial)
                let seen = try await browser.get("/applications/\(portal.apps.wiki.id)/open")
                XCTAssertEqual(seen.status, .internalServerError, denial.code)
                XCTAssertNil(seen.location)
                XCTAssertTrue(portal.log.text.contains("denial=\(denial.code)"), denial.code)
            }
        }
    }

    func testTooManySignInsAreTurnedAwayAtOnce() async throws {
        try await withTimeLimit(.seconds(20)) {
            let turnstile = Turnstile(most: 1)
            try await turnstile.pass {
                do {
                    try await turnstile.pass { XCTFail("there is room for one") }
                } catch {
                    XCTAssertEqual((error as? Fault)?.kind, .overloaded)
                }
            }
            try await turnstile.pass {}
        }
    }
}
