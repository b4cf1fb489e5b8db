import Foundation
import Support
import XCTest

/// The second factor, wherever it is asked.
final class SecondFactorJourneyTests: XCTestCase {
    func testTheQRCodeHoldsTheKeyThatIsShown() async throws {
        try await withTimeLimit(.seconds(180)) {
            let portal = try await DemoPortal.shared.running()
            let person = try portal.person(.postponer)
            try await Browser.with(.phone) { browser in
                try await browser.logIn(as: person, at: portal)
                try await browser.find(.dialog, "Set Up Multi-Factor Authentication")
                try await browser.press("Continue")
                try await browser.press("I Have An App")
                try await browser.waitForHeading("Add Your Account")
                let key = try await browser.shownKey()
                let picture = try TemporaryFolder.shared.file(named: "qr-code.png")
                try await browser.drawPicture(into: picture)
                let read = try await runCommand("zbarimg", ["--quiet", "--raw", picture])
                XCTAssertTrue(read.contains("otpauth://totp/"), read)
                XCTAssertTrue(read.contains("secret=\(key)"), "The QR code holds another key than the page shows.")
            }
        }
    }

    func testEnrolmentCanBePutOffWhileThePeriodLasts() async throws {
        try await withTimeLimit(.seconds(120)) {
            let portal = try await DemoPortal.shared.running()
            let person = try portal.person(.postponer)
            try await Browser.with { browser in
                try await browser.logIn(as: person, at: portal)
                try await browser.find(.dialog, "Set Up Multi-Factor Authentication")
                try await browser.press("Set Up Later")
                try await browser.waitForHeading("Applications")
            }
        }
    }

    func testWhoHasNoFactorEnrolsOnTheWayToAnApplicationThatNeedsOne() async throws {
        try await withTimeLimit(.seconds(240)) {
            let portal = try await DemoPortal.shared.running()
            let person = try portal.person(.latecomer)
            try await Browser.with { browser in
                try await browser.logIn(as: person, at: portal)
                try await browser.waitForHeading("Applications")
                try await browser.inNewTab { try await browser.follow(Example.protected.name) }
                let app = try await browser.enrolAuthenticatorApp()
                // To have enrolled is no verification: whoever knew only the password could have done it.
                try await browser.verify(with: app)
                try await browser.waitForAddress(Example.protected.target)
            }
        }
    }

    func testAWrongCodeIsToldAndTheRightOneStillWorksAndNeverTwice() async throws {
        try await withTimeLimit(.seconds(300)) {
            let portal = try await DemoPortal.shared.running()
            let person = try portal.person(.fumbler)
            try await Browser.with { browser in
                try await browser.logIn(as: person, at: portal)
                try await browser.follow("Security")
                try await browser.follow("Set Up")
                let app = try await browser.finishWizard()
                try await browser.waitForHeading("Security")
                try await browser.logOut()

                try await browser.logIn(as: person, at: portal)
                try await browser.waitForHeading("Verify Your Identity")
                try await browser.fill("Enter Code", with: try await app.wrongCode())
                try await browser.press("Submit")
                try await browser.waitForText("That code is not right")
                let code = try await app.code()
                try await browser.fill("Enter Code", with: code)
                try await browser.press("Submit")
                try await browser.waitForHeading("Applications")
                try await browser.logOut()

                try await browser.logIn(as: person, at: portal)
                try await browser.waitForHeading("Verify Your Identity")
                try await browser.fill("Enter Code", with: code)
                try await browser.press("Submit")
                try await browser.waitForText("That code is not right")
            }
        }
    }
}
