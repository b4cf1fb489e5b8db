import AppsContract
import AuthContract
import HTTP
import IdentityContract
import MFAContract
import Messaging
import ProfileContract
import ServiceRuntime
import Support
import XCTest

@testable import GatewayService

final class ApplicationRoutesTests: XCTestCase {
    func testAPlainOneOpensAtOnce() async throws {
        try await Neighbourhood.whileRunning { portal in
            let browser = try await portal.signedInBrowser()
            let seen = try await browser.get("/applications/\(portal.apps.wiki.id)/open")
            XCTAssertEqual(seen.status, .seeOther)
            XCTAssertEqual(seen.location, ScriptedApps.wikiTarget)
            XCTAssertEqual(seen.header("Referrer-Policy"), "no-referrer")
        }
    }

    /// The target of an application that needs a factor is in no page or answer before it is given.
    func testATargetIsToldOnlyAfterTheFactorItNeeds() async throws {
        try await Neighbourhood.whileRunning { portal in
            let browser = try await portal.signedInBrowser()
            portal.mfa.setDue(.challenge([.oneTimeCode]))
            let open = "/applications/\(portal.apps.payroll.id)/open"
            var answers: [Seen] = []
            answers.append(try await browser.get("/applications"))
            answers.append(try await browser.get(open))
            answers.append(try await browser.get(open + "?carried=1"))
            let then = PercentEncoding.encode(open)
            XCTAssertEqual(answers[1].location, "/verify?then=\(then)&strength=mfa&age=300")
            answers.append(try await browser.get("/verify?then=\(then)&strength=none"))
            let page = try await browser.follow(try XCTUnwrap(answers[1].location))
            answers.append(page)
            XCTAssertEqual(portal.mfa.requirement, Requirement(strength: .mfa, maximumAge: 300))
            let hidden = try page.hidden(in: "/verify/code")
            answers.append(try await browser.post("/verify/code", hidden: hidden, ["code": "000000"]))
            for seen in answers {
                let everything = seen.text + seen.response.headers.all.map(\.value).joined()
                XCTAssertFalse(everything.contains("payroll.example.com"), everything)
            }

            // A form never leads off the site, since browsers would drop that: a page carries the person on.
            let passed = try await browser.post("/verify/code", hidden: hidden, ["code": ScriptedMFA.code])
            XCTAssertEqual(passed.location, open + "?carried=1")
            let carrying = try await browser.get(open + "?carried=1")
            XCTAssertEqual(carrying.status, .ok)
            XCTAssertTrue(carrying.text.contains(ScriptedApps.payrollTarget))
            // From now on the tile opens at once, until the proof is too old for it.
            let again = try await browser.get(open)
            XCTAssertEqual(again.location, ScriptedApps.payrollTarget)
            portal.clock.advance(by: 301)
            let tooLate = try await browser.get(open)
            XCTAssertEqual(tooLate.location, "/verify?then=\(then)&strength=mfa&age=300")
        }
    }

    func testSigningInOnTheWayToAnApplicationEndsOnAPageOfOurs() async throws {
        try await Neighbourhood.whileRunning { portal in
            let browser = try portal.browser()
            let open = "/applications/\(portal.apps.wiki.id)/open"
            let answer = try await browser.givePassword(then: open)
            XCTAssertEqual(answer.location, open + "?carried=1")
        }
    }

    func testOneThatSomebodyDoesNotHaveLooksLikeOneThatIsNotThere() async throws {
        try await Neighbourhood.whileRunning { portal in
            let browser = try await portal.signedInBrowser()
            let unknown = ApplicationID(at: portal.clock.now)
            let seen = try await browser.get("/applications/\(unknown)/open")
            XCTAssertEqual(seen.status, .notFound)
            XCTAssertTrue(seen.text.contains("href=\"/applications\""), seen.text)
            let nonsense = try await browser.get("/applications/nonsense/open")
            XCTAssertEqual(nonsense.status, .notFound)
        }
    }

    func testATargetThatIsNoWebAddressIsNotFollowed() async throws {
        try await Neighbourhood.whileRunning { portal in
            let browser = try await portal.signedInBrowser()
            for target in [
                "javascript:alert(1)", "/applications", "//evil.example", "https://x.example/\r\nSet-Cookie: a=b",
            ] {
                portal.apps.setWikiTarget(target)
                let seen = try await browser.get("/applications/\(portal.apps.wiki.id)/open")
                XCTAssertEqual(seen.status, .internalServerError, target)
                XCTAssertNil(seen.location)
            }
        }
    }

    func testAWarmPageAsksNobody() async throws {
        try await Neighbourhood.whileRunning { portal in
            let browser = try await portal.signedInBrowser()
            _ = try await browser.get("/applications")
            func questions() -> [Int] {
                [
                    portal.auth.script.count(of: IssuePassport.self), portal.apps.script.count(of: ListTiles.self),
                    portal.profile.script.count(of: ShowProfile.self),
                ]
            }
            let before = questions()
            for _ in 0..<20 {
                let seen = try await browser.get("/applications")
                XCTAssertEqual(seen.status, .ok)
            }
            XCTAssertEqual(questions(), before)
        }
    }

    func testNewsOfTheCatalogueAndOfNamesArrive() async throws {
        try await Neighbourhood.whileRunning { portal in
            let browser = try await portal.signedInBrowser()
            _ = try await browser.get("/applications")
            let before = portal.apps.script.count(of: ListTiles.self)
            portal.apps.tidings.tell(.catalogueChanged)
            try await eventually(within: .seconds(5), "a new list") {
                _ = try await browser.get("/applications")
                return portal.apps.script.count(of: ListTiles.self) > before
            }
            let names = portal.profile.script.count(of: ShowProfile.self)
            portal.profile.tidings.tell(.profileChanged(portal.auth.ada))
            try await eventually(within: .seconds(5), "a new name") {
                _ = try await browser.get("/applications")
                return portal.profile.script.count(of: ShowProfile.self) > names
            }
        }
    }

    /// What is kept is not used once nobody says any more that it is true.
    func testWithoutAppsThereIsAPageThatSaysSo() async throws {
        try await Neighbourhood.whileRunning { portal in
            let browser = try await portal.signedInBrowser()
            _ = try await browser.get("/applications")
            await portal.kill(.apps)
            try await eventually(within: .seconds(10), "the page without tiles") {
                try await browser.get("/applications").status == .serviceUnavailable
            }
            let seen = try await browser.get("/applications")
            XCTAssertNotNil(seen.header("Retry-After"))
            XCTAssertTrue(seen.text.contains("Account menu") || seen.text.contains("Ada Lovelace"))
            XCTAssertFalse(seen.text.contains("Payroll"))
            let open = try await browser.get("/applications/\(portal.apps.wiki.id)/open")
            XCTAssertEqual(open.status, .serviceUnavailable)
            let profile = try await browser.get("/profile")
            XCTAssertEqual(profile.status, .ok)
        }
    }

    func testWithoutProfileTheAddressStandsInForTheName() async throws {
        try await Neighbourhood.whileRunning { portal in
            await portal.kill(.profile)
            let browser = try await portal.signedInBrowser()
            let seen = try await browser.get("/applications")
            XCTAssertEqual(seen.status, .ok)
            XCTAssertTrue(seen.text.contains(ScriptedAuth.email))
            let profile = try await browser.get("/profile")
            XCTAssertEqual(profile.status, .serviceUnavailable)
        }
    }
}
