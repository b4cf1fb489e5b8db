import Support
import XCTest

/// The door: who gets in, who does not, and what they are told.
final class SigningInJourneyTests: XCTestCase {
    func testAWrongPasswordAndAnUnknownAddressReadTheSame() async throws {
        try await withTimeLimit(.seconds(180)) {
            let portal = try await DemoPortal.shared.running()
            let known = try portal.person(.guessed)
            let unknown = DemoAccount(email: "nobody.at.all@\(known.domain)", password: "x", role: "user")
            try await Browser.with { browser in
                var answers: [String] = []
                for person in [known, unknown] {
                    try await browser.logIn(as: person, password: "certainly not this one", at: portal)
                    try await browser.find(.textbox, "Password")
                    try await browser.waitForText("do not match")
                    let text = try await browser.text
                    answers.append(text.replacingOccurrences(of: person.email, with: "ADDRESS"))
                }
                XCTAssertEqual(answers[0], answers[1])
            }
        }
    }

    func testTheAddressCanBeChangedAndIsKeptWhereItWasMistyped() async throws {
        try await withTimeLimit(.seconds(120)) {
            let portal = try await DemoPortal.shared.running()
            try await Browser.with(.phone) { browser in
                try await browser.open("\(portal.address)/login")
                try await browser.fill("Email", with: "first@portico.example")
                try await browser.press("Continue")
                try await browser.waitForText("first@portico.example")
                try await browser.follow("Change")
                let kept = try await browser.value(of: "Email")
                XCTAssertEqual(kept, "first@portico.example")
            }
        }
    }

    func testRememberMeKeepsTheAddressForTheNextVisit() async throws {
        try await withTimeLimit(.seconds(120)) {
            let portal = try await DemoPortal.shared.running()
            let person = try portal.person(.plain)
            try await Browser.with { browser in
                try await browser.open("\(portal.address)/login")
                try await browser.fill("Email", with: person.email)
                try await browser.find(.checkbox, "Remember me").click()
                try await browser.press("Continue")
                try await browser.fill("Password", with: person.password)
                try await browser.press("Login")
                try await browser.waitForHeading("Applications")
                try await browser.logOut()
                let kept = try await browser.value(of: "Email")
                XCTAssertEqual(kept, person.email)
            }
        }
    }

    func testOneReturnsToThePageOneWasOnTheWayTo() async throws {
        try await withTimeLimit(.seconds(120)) {
            let portal = try await DemoPortal.shared.running()
            let person = try portal.person(.plain)
            try await Browser.with { browser in
                try await browser.open("\(portal.address)/security")
                try await browser.waitForHeading("User Login")
                try await browser.fill("Email", with: person.email)
                try await browser.press("Continue")
                try await browser.fill("Password", with: person.password)
                try await browser.press("Login")
                try await browser.waitForHeading("Security")
            }
        }
    }

    func testWithoutJavaScriptOneSignsInAndEditsTheProfile() async throws {
        try await withTimeLimit(.seconds(180)) {
            let portal = try await DemoPortal.shared.running()
            let person = try portal.person(.scriptless)
            try await Browser.with(.desktop, javaScript: false) { browser in
                try await browser.logIn(as: person, at: portal)
                try await browser.waitForHeading("Applications")
                try await browser.follow("Profile")
                try await browser.waitForHeading("Profile Details")
                try await browser.fill("Home Phone", with: "+44 20 7946 0958")
                try await browser.press("Save Home Phone")
                try await browser.waitForHeading("Profile Details")
                try await browser.waitForText("Saved")
                let saved = try await browser.value(of: "Home Phone")
                XCTAssertEqual(saved, "+44 20 7946 0958")
                try await browser.logOut()
            }
        }
    }

    func testAStalePageIsExplainedAndLeadsOn() async throws {
        try await withTimeLimit(.seconds(120)) {
            let portal = try await DemoPortal.shared.running()
            try await Browser.with { browser in
                try await browser.open("\(portal.address)/login")
                try await browser.run("document.querySelector('input[name=token]').value = 'x'.repeat(43)")
                try await browser.fill("Email", with: "someone@portico.example")
                try await browser.press("Continue")
                try await browser.waitForHeading("This Page Was Open for Too Long")
                let hasWayOn = try await !browser.elements(matching: "main a[href^='/']").isEmpty
                XCTAssertTrue(hasWayOn, "The page leads nowhere.")
            }
        }
    }
}
