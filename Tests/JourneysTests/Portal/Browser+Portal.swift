import Foundation
import Support

/// What people do at the portal, in the words on its screens.
extension Browser {
    /// Types address and password, and presses **Login**; what comes next depends on the person.
    func logIn(as person: DemoAccount, password: String? = nil, at portal: RunningPortal) async throws {
        try await open("\(portal.address)/login")
        try await waitForHeading("User Login")
        try await fill("Email", with: person.email)
        try await press("Continue")
        try await fill("Password", with: password ?? person.password)
        try await press("Login")
    }

    /// Goes through the wizard, from the modal on, and gives the app that is enrolled now.
    func enrolAuthenticatorApp() async throws -> AuthenticatorApp {
        try await find(.dialog, "Set Up Multi-Factor Authentication")
        try await press("Continue")
        return try await finishWizard()
    }

    /// Goes through the three steps of **Set Up Verification Code (TOTP)**.
    func finishWizard() async throws -> AuthenticatorApp {
        try await waitForHeading("Set Up Verification Code (TOTP)")
        try await waitForHeading("Download an Authenticator App")
        try await press("I Have An App")
        try await waitForHeading("Add Your Account")
        let app = AuthenticatorApp(key: try await shownKey())
        try await follow("Continue")
        try await waitForHeading("Verify Your Account")
        try await fill("Enter Code", with: try await app.code())
        try await press("Submit")
        try await waitForText("Authenticator App Enrollment Successful!")
        try await follow("Done")
        return app
    }

    /// The 32 characters under the QR code, which stand in groups of four.
    func shownKey() async throws -> String {
        let shown = try await text.replacing(/\s+/, with: " ")
        guard let key = shown.firstMatch(of: /(?:[A-Z2-7]{4} ?){8}/) else {
            throw WebDriverError(code: "no key is shown", message: shown)
        }
        return key.output.filter { !$0.isWhitespace }
    }

    /// Gives a code at **Verify Your Identity**.
    func verify(with app: AuthenticatorApp) async throws {
        try await waitForHeading("Verify Your Identity")
        try await fill("Enter Code", with: try await app.code())
        try await press("Submit")
    }

    /// Sets another password, from whatever room of the portal one is in; a person without a factor may first be asked
    /// for the old one once more.
    func changePassword(from old: String, to new: String) async throws {
        try await follow("Security")
        try await waitForHeading("Security")
        try await follow("Reset Password")
        try await fill("Current Password", with: old)
        try await fill("New Password", with: new)
        try await fill("New Password Again", with: new)
        try await press("Save")
        try await waitForText("Your password is changed")
    }

    /// Leaves by the account menu.
    func logOut() async throws {
        try await press("Account menu")
        try await press("Log Out")
        try await waitForHeading("User Login")
    }

    /// Waits until a path of the portal is shown.
    func waitForPath(_ path: String) async throws {
        try await eventually(within: Self.patience, "The page \(path)") { try await self.path == path }
    }

    /// Waits until the tab shows this address, or one below it; what it leads to need not answer.
    func waitForAddress(_ start: String) async throws {
        try await eventually(within: Self.patience, "The address \(start)") {
            try await self.address.hasPrefix(start)
        }
    }

    /// Edits a field of the profile in place, and waits until it says that it is saved.
    func edit(_ field: String, to text: String) async throws {
        try await type(text, intoProfileField: field)
        try await waitForText("Saved")
    }

    /// Types over what a field of the profile holds, and presses Enter.
    func type(_ text: String, intoProfileField field: String) async throws {
        try await with(.textbox, field) { element in
            try await element.click()
            // As a person does it: emptying the field by script would count as an edit of its own.
            try await element.type(Self.controlKey + "a" + Self.nullKey + text + Self.enterKey)
        }
    }

    /// The Control key, held until `nullKey` (W3C WebDriver §17.4.2).
    private static let controlKey = "\u{E009}"
    /// Lets go of held keys.
    private static let nullKey = "\u{E000}"
    /// The Enter key (W3C WebDriver §17.4.2).
    static let enterKey = "\u{E007}"
}
