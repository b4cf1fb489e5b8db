import Foundation
import Support
import XCTest

/// From a portal that knows nobody to its first administrator, signed in with a second factor.
final class FirstAdministratorJourneyTests: XCTestCase {
    func testOneCommandAndOneLinkMakeTheFirstAdministrator() async throws {
        try await withTimeLimit(.seconds(300)) {
            let portal = try await DemoPortal(["PORTICO_DEMO": "0"]).running()
            let person = DemoAccount(email: "marit@portico.example", password: "a long way to the lighthouse")
            try await Browser.with { browser in
                try await browser.open("\(portal.address)/login")
                try await browser.waitForHeading("Nobody Is Here Yet")
                try await browser.waitForText("portico first-administrator")

                let link = try await Self.makeLink(portal)
                try await browser.open(link)
                try await browser.waitForHeading("First Administrator")
                // What stays in the history and goes out as a referrer is without the secret.
                try await browser.waitForPath("/first-administrator")
                let address = try await browser.address
                XCTAssertEqual(address, "\(portal.address)/first-administrator")

                try await browser.fill("Email", with: person.email)
                try await browser.fill("Username", with: "marit")
                try await browser.fill("Password", with: "Marit herself")
                let broken = try await browser.elements(matching: "[data-rule=withoutName].broken").count
                XCTAssertEqual(broken, 1, "the rules are ticked as one types")
                try await browser.fill("Password", with: person.password)
                try await browser.fill("Password Again", with: person.password)
                try await browser.press("Continue")
                let app = try await browser.enrolAuthenticatorApp()
                try await browser.waitForHeading("Applications")

                try await browser.logOut()
                try await browser.logIn(as: person, at: portal)
                try await browser.verify(with: app)
                try await browser.waitForHeading("Applications")
                try await browser.logOut()

                try await browser.open(link)
                try await browser.waitForHeading("This Link Is No Longer Good")
            }
            let people = try await Self.administer(portal, "user", "list")
            XCTAssertTrue(people.contains("marit@portico.example"), people)
            XCTAssertTrue(people.contains("administrator"), people)
            do {
                let another = try await Self.makeLink(portal)
                XCTFail("A portal with an administrator made \(another).")
            } catch let failure as CommandFailed {
                XCTAssertEqual(failure.status, 1)
                XCTAssertTrue(failure.output.contains("has an administrator already"), failure.output)
            }
        }
    }

    private static func makeLink(_ portal: RunningPortal) async throws -> String {
        let output = try await administer(portal, "first-administrator")
        let links = output.split(whereSeparator: \.isWhitespace).filter { $0.hasPrefix("http") }
        return String(try XCTUnwrap(links.first, output))
    }

    private static func administer(_ portal: RunningPortal, _ words: String...) async throws -> String {
        try await runCommand(Package.program("portico"), words, environment: ["PORTICO_HOME": portal.home])
    }
}
