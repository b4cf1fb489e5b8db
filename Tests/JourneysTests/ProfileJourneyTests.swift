import Support
import XCTest

/// One's own data, edited in place.
final class ProfileJourneyTests: XCTestCase {
    func testTwoTabsNeverOverwriteEachOtherSilently() async throws {
        try await withTimeLimit(.seconds(180)) {
            let portal = try await DemoPortal.shared.running()
            let person = try portal.person(.editor)
            try await Browser.with { browser in
                try await browser.logIn(as: person, at: portal)
                try await browser.waitForHeading("Applications")
                try await browser.open("\(portal.address)/profile")
                try await browser.waitForHeading("Profile Details")
                let first = try await browser.tab
                try await browser.inNewTab { try await browser.run("window.open('/profile')") }
                try await browser.waitForHeading("Profile Details")
                try await browser.edit("Home Phone", to: "+1 202 555 0143")
                try await browser.look(at: first)
                try await browser.type("+1 202 555 0199", intoProfileField: "Home Phone")
                try await browser.waitForText("+1 202 555 0143")
                try await browser.reload()
                let kept = try await browser.value(of: "Home Phone")
                XCTAssertEqual(kept, "+1 202 555 0143")
            }
        }
    }

    func testANameOfMarkupIsAName() async throws {
        try await withTimeLimit(.seconds(120)) {
            let portal = try await DemoPortal.shared.running()
            let person = try portal.person(.editor)
            let name = "<img src=x onerror=alert(1)> & “Ünïcödé” 🦊"
            try await Browser.with { browser in
                try await browser.logIn(as: person, at: portal)
                try await browser.waitForHeading("Applications")
                try await browser.open("\(portal.address)/profile")
                try await browser.edit("Last Name", to: name)
                try await browser.reload()
                let kept = try await browser.value(of: "Last Name")
                XCTAssertEqual(kept, name)
                let injected = try await browser.elements(matching: "img[src=x]")
                XCTAssertTrue(injected.isEmpty, "A name became markup.")
            }
        }
    }

    func testWhatCannotBeSavedSaysWhyAndKeepsWhatWasTyped() async throws {
        try await withTimeLimit(.seconds(120)) {
            let portal = try await DemoPortal.shared.running()
            let person = try portal.person(.editor)
            try await Browser.with(.phone) { browser in
                try await browser.logIn(as: person, at: portal)
                try await browser.waitForHeading("Applications")
                try await browser.open("\(portal.address)/profile")
                try await browser.type("call me maybe", intoProfileField: "Work Phone")
                try await eventually(within: Browser.patience, "A message beside the field") {
                    let again = try await browser.find(.textbox, "Work Phone")
                    return try await again.attribute("aria-invalid") == "true"
                }
                let typed = try await browser.value(of: "Work Phone")
                XCTAssertEqual(typed, "call me maybe")
            }
        }
    }
}
