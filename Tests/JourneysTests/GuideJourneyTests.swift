import Support
import XCTest

/// The whole way once, as the guide walks it: in, a second factor, the applications, the profile, another password.
final class GuideJourneyTests: XCTestCase {
    func testTheGuideOnADesktop() async throws {
        try await withTimeLimit(.seconds(420)) { try await walk(on: .desktop, as: .deskGuide) }
    }

    func testTheGuideOnAPhone() async throws {
        try await withTimeLimit(.seconds(420)) { try await walk(on: .phone, as: .phoneGuide) }
    }

    private func walk(on screen: Browser.Screen, as name: Cast) async throws {
        let portal = try await DemoPortal.shared.running()
        let person = try portal.person(name)
        try await Browser.with(screen) { browser in
            try await browser.logIn(as: person, at: portal)
            let app = try await browser.enrolAuthenticatorApp()

            try await browser.waitForHeading("Applications")
            try await openPlainApplication(in: browser)
            try await openProtectedApplication(in: browser, with: app)
            try await editProfile(in: browser)
            let password = "a quite new pass phrase for \(screen)"
            try await browser.changePassword(from: person.password, to: password)
            try await browser.logOut()

            try await browser.logIn(as: person, at: portal)
            try await browser.waitForText("do not match")
            try await browser.logIn(as: person, password: password, at: portal)
            try await browser.verify(with: app)
            try await browser.waitForHeading("Applications")
        }
    }

    /// A plain tile opens its application in a tab of its own, and the portal stays where it is.
    private func openPlainApplication(in browser: Browser) async throws {
        let home = try await browser.tab
        try await browser.inNewTab { try await browser.follow(Example.plain.name) }
        try await browser.waitForAddress(Example.plain.target)
        try await browser.closeTab(returningTo: home)
        try await browser.waitForHeading("Applications")
    }

    /// A tile that needs a second factor shows **Verify Your Identity** first, and goes on by itself.
    private func openProtectedApplication(in browser: Browser, with app: AuthenticatorApp) async throws {
        let home = try await browser.tab
        let tiles = try await browser.source
        XCTAssertFalse(tiles.contains(Example.protected.host), "The tile tells its target before a factor was given.")
        try await browser.inNewTab { try await browser.follow(Example.protected.name) }
        try await browser.waitForHeading("Verify Your Identity")
        let asking = try await browser.source
        XCTAssertFalse(asking.contains(Example.protected.host), "The question tells the target before its answer.")
        try await browser.verify(with: app)
        try await browser.waitForAddress(Example.protected.target)
        try await browser.closeTab(returningTo: home)
    }

    private func editProfile(in browser: Browser) async throws {
        try await browser.follow("Profile")
        try await browser.waitForHeading("Profile Details")
        let closed = try await browser.all(.textbox, "Company Email")
        for field in closed {
            let isReadOnly = try await field.attribute("readonly") != nil
            let isEnabled = try await field.isEnabled
            XCTAssertTrue(isReadOnly || !isEnabled, "The company e-mail can be edited.")
        }
        try await browser.edit("Work Cell", to: "+351 912 345 678")
        try await browser.reload()
        try await browser.waitForHeading("Profile Details")
        let kept = try await browser.value(of: "Work Cell")
        XCTAssertEqual(kept, "+351 912 345 678")
    }
}
