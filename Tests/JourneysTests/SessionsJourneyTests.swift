import Support
import XCTest

/// A session ends everywhere at once, whoever ends it.
final class SessionsJourneyTests: XCTestCase {
    func testLoggingOutInOneTabEndsTheOthers() async throws {
        try await withTimeLimit(.seconds(120)) {
            let portal = try await DemoPortal.shared.running()
            let person = try portal.person(.plain)
            try await Browser.with { browser in
                try await browser.logIn(as: person, at: portal)
                try await browser.waitForHeading("Applications")
                let first = try await browser.tab
                try await browser.inNewTab { try await browser.run("window.open('/profile')") }
                try await browser.waitForHeading("Profile Details")
                let second = try await browser.tab
                try await browser.look(at: first)
                try await browser.logOut()
                try await browser.look(at: second)
                try await browser.reload()
                try await browser.waitForHeading("User Login")
            }
        }
    }

    func testAChangedPasswordEndsTheSessionInAnotherBrowser() async throws {
        try await withTimeLimit(.seconds(180)) {
            let portal = try await DemoPortal.shared.running()
            let person = try portal.person(.mover)
            let new = "somewhere else entirely 42"
            try await Browser.with { other in
                try await other.logIn(as: person, at: portal)
                try await other.waitForHeading("Applications")
                try await Browser.with { browser in
                    try await browser.logIn(as: person, at: portal)
                    try await browser.waitForHeading("Applications")
                    try await browser.changePassword(from: person.password, to: new)
                    try await browser.follow("Applications")
                    try await browser.waitForHeading("Applications")
                }
                try await other.reload()
                try await other.waitForHeading("User Login")
            }
        }
    }
}
