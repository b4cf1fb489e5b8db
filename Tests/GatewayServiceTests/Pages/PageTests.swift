import AppsContract
import AuthContract
import Foundation
import IdentityContract
import MFAContract
import Markup
import Messaging
import ProfileContract
import XCTest

@testable import GatewayService

/// What single pages promise, in the words by which people and tests find things.
final class PageTests: XCTestCase {
    private let samples = PageSamples.ordinary

    // MARK: Signing in

    func testTheFirstScreenAsksForTheAddress() {
        let page = scan("login")
        XCTAssertNotNil(page.element("h1", saying: "User Login"))
        XCTAssertNotNil(page.element("label", saying: "Email"))
        XCTAssertNotNil(page.element("label", saying: "Remember me"))
        XCTAssertNotNil(page.element("button", saying: "Continue"))
        XCTAssertEqual(page.element(id: "email")?["placeholder"], "User Email Address")
        XCTAssertEqual(page.element(id: "email")?["autocomplete"], "username")
    }

    func testAWrongAddressIsKeptBesideWhatIsWrongWithIt() {
        let page = scan("login-wrong")
        let field = page.element(id: "email")
        XCTAssertEqual(field?["value"], samples.visitor.email)
        XCTAssertEqual(field?["aria-invalid"], "true")
        XCTAssertEqual(
            page.element(id: field?["aria-describedby"] ?? "")?.text,
            samples.portal.words.refusals.notAnAddress
        )
        XCTAssertNotNil(page.all("input").first { $0["name"] == "remember" }?["checked"])
        XCTAssertEqual(page.all("input").first { $0["name"] == "then" }?["value"], PageSamples.then)
    }

    func testTheSecondScreenShowsTheAddressWithAWayToChangeIt() {
        let page = scan("password")
        XCTAssertNotNil(page.element("bdi", saying: samples.visitor.email))
        XCTAssertEqual(page.element("a", saying: "Change")?["href"], "/login/change")
        XCTAssertEqual(page.element("a", saying: "Reset User Password")?["href"], "/reset")
        XCTAssertNotNil(page.element("button", saying: "Login"))
        XCTAssertNotNil(page.element("label", saying: "Password"))
    }

    // MARK: Verifying and enrolling

    func testACodeIsOfferedByThePhoneAndTypedWithItsDigits() {
        let field = scan("code").element(id: "code")
        XCTAssertEqual(field?["autocomplete"], "one-time-code")
        XCTAssertEqual(field?["inputmode"], "numeric")
        XCTAssertNotNil(scan("code").element("label", saying: "Enter Code"))
    }

    func testAChoiceLeadsOnWithTheDestination() {
        let page = scan("verify")
        XCTAssertEqual(
            page.element("a", saying: "Use an Authenticator App")?["href"],
            "/verify/code?then=%2Fapplications%2Fpayroll%2Fopen"
        )
        XCTAssertEqual(page.all("progress").first?["value"], "2")
    }

    func testTheModalIsADialogThatCanBePutOffOnlyWhileThePeriodLasts() {
        let page = scan("set-up")
        XCTAssertEqual(
            page.element(id: page.all("dialog").first?["aria-labelledby"] ?? "")?.text,
            "Set Up Multi-Factor Authentication"
        )
        XCTAssertNotNil(page.element("button", saying: "Continue"))
        XCTAssertNotNil(page.element("button", saying: "Set Up Later"))
        XCTAssertTrue(page.element(id: "until")?.text.contains("September 28, 2026") ?? false)
        XCTAssertNil(scan("set-up-now").element("button", saying: "Set Up Later"))
        XCTAssertNil(scan("set-up-nothing").element("button", saying: "Continue"))
    }

    func testTheWizardHasThreeStepsByTheirNames() {
        let steps = ["enrol-1", "enrol-2", "enrol-3"].map { scan($0) }
        for (page, name) in zip(
            steps,
            ["Download an Authenticator App", "Add Your Account", "Verify Your Account"]
        ) {
            XCTAssertNotNil(page.element("h1", saying: "Set Up Verification Code (TOTP)"))
            XCTAssertNotNil(page.element("h2", saying: name))
            XCTAssertEqual(page.all("li").first { $0["aria-current"] == "step" }?.text, name)
            XCTAssertNotNil(page.element("a", saying: "Back"))
        }
        XCTAssertNotNil(steps[0].element("button", saying: "I Have An App"))
        XCTAssertNotNil(steps[2].element("button", saying: "Submit"))
        XCTAssertNotNil(scan("enrolled").element("h1", saying: "Authenticator App Enrollment Successful!"))
        XCTAssertNotNil(scan("enrolled").element("a", saying: "Done"))
    }

    func testTheKeyIsShownInGroupsAndReadAsAWhole() {
        let page = scan("enrol-2")
        XCTAssertEqual(page.element(id: "key")?.text, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
        XCTAssertEqual(page.element("button", saying: "Copy")?["data-copy"], "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
        XCTAssertEqual(page.all("svg").first { $0["viewBox"] == "0 0 29 29" }?.name, "svg")
    }

    func testThePageThatCarriesOnDoesSoByItselfAndByALink() {
        let page = scan("carry-on")
        let refresh = page.all("meta").first { $0["http-equiv"] == "refresh" }
        XCTAssertEqual(refresh?["content"], "0; url=https://payroll.northwind.example/")
        XCTAssertNotNil(page.all("a").first { $0["href"] == "https://payroll.northwind.example/" })
    }

    // MARK: Inside

    func testTheAccountMenuHasItsNameAndWaysOut() {
        let page = scan("applications")
        let button = page.all("button").first { $0["aria-label"] == "Account menu" }
        XCTAssertEqual(button?.text, "CB")
        XCTAssertNotNil(page.element(id: button?["popovertarget"] ?? "")?["popover"])
        XCTAssertEqual(page.element("button", saying: "Log Out")?.around.last?.attributes["action"], "/logout")
    }

    func testTheRoomOneIsInIsMarked() {
        for (name, room) in [("applications", "Applications"), ("profile", "Profile"), ("security", "Security")] {
            XCTAssertEqual(scan(name).all("a").filter { $0["aria-current"] == "page" }.map(\.text), [room])
        }
    }

    func testATileOpensInANewTabAndSaysWhetherItAsks() {
        let page = scan("applications")
        for tile in samples.tiles {
            let link = page.element("a", saying: tile.name)
            XCTAssertEqual(link?["href"], "/applications/\(tile.id)/open")
            XCTAssertEqual(link?["target"], "_blank")
            let describes = link?["aria-describedby"]?.split(separator: " ").compactMap {
                page.element(id: String($0))?.text
            }
            XCTAssertEqual(describes?.contains("Verification"), tile.requirement.strength == .mfa, tile.name)
        }
    }

    func testOnlyWhatIsNotProvenYetAsks() {
        let proven = Assurance([.init(.password, at: PageSamples.now), .init(.oneTimeCode, at: PageSamples.now)])
        XCTAssertEqual(ApplicationsPage.asking(among: samples.tiles, of: proven, at: PageSamples.now), [])
    }

    func testNoTilesAndNoAnswerAreToldApart() {
        XCTAssertNotNil(scan("applications-none").element("h2", saying: "No applications yet"))
        XCTAssertNotNil(
            scan("applications-unavailable").element("h2", saying: "Your applications cannot be shown just now")
        )
    }

    func testAFieldOfOnesOwnIsAFormAndTheAdministratorsIsNot() {
        let page = scan("profile")
        for field in ProfileField.allCases {
            let control = page.element(id: field.rawValue)
            let form = control?.around.last { $0.name == "form" }
            XCTAssertEqual(form?.attributes["action"], field.isOwnersToEdit ? "/profile/\(field.rawValue)" : nil)
            XCTAssertEqual(control?["readonly"] != nil, !field.isOwnersToEdit, field.rawValue)
        }
        for id in ["company-email", "username"] { XCTAssertNotNil(page.element(id: id)?["readonly"]) }
    }

    func testAnOvertakenFieldKeepsWhatWasTypedAndReplacesWhatItShows() {
        let row = scan("profile-overtaken").all("input").filter {
            $0.around.contains { $0.attributes["data-field"] == ProfileField.lastName.rawValue }
        }
        XCTAssertEqual(row.first { $0["name"] == "value" }?["value"], "Meyer")
        XCTAssertEqual(row.first { $0["name"] == "seen" }?["value"], "Meier")
    }

    func testASavedFieldSaysSo() {
        XCTAssertEqual(
            scan("profile-saved").all("span").filter { $0["role"] == "status" && $0.text == "Saved" }.count,
            1
        )
        XCTAssertEqual(scan("profile").all("span").filter { $0["role"] == "status" && !$0.text.isEmpty }.count, 0)
    }

    func testRemovingAFactorTakesTwoStepsAndNamesIt() {
        let page = scan("security")
        XCTAssertEqual(page.all("summary").map(\.text), ["Remove", "Remove"])
        XCTAssertTrue(page.all("summary").first?["aria-label"]?.contains("Pixel 9") ?? false)
        let deed = page.element("button", saying: "Yes, Remove")
        XCTAssertEqual(deed?.around.last?.attributes["action"], "/security/factors/\(samples.factors[0].id)/remove")
    }

    func testBrokenRulesAreMarkedAndTheOthersAreNot() {
        let rules = scan("change-password-wrong").all("li").filter { $0["data-rule"] != nil }
        XCTAssertEqual(rules.compactMap { $0["data-rule"] }, PasswordRule.allCases.map(\.rawValue))
        XCTAssertEqual(
            rules.filter { $0["class"] == "broken" }.compactMap { $0["data-rule"] },
            ["longEnough", "withoutName"]
        )
    }

    // MARK: When there is no page

    func testEveryProblemExplainsItselfAndLeadsOn() {
        for problem in ProblemPage.Problem.allCases {
            let page = scan("problem-\(problem)")
            XCTAssertEqual(page.all("h1").first?.text, problem.explanation(in: Words.english.problems).heading)
            XCTAssertNotNil(page.all("a").first { $0["class"] == "button" }?["href"])
        }
        XCTAssertTrue(scan("problem-failed").texts.contains { $0.contains("7f3a9c21") })
    }

    func testAFailureOnTheBusIsNeverANotFoundPage() {
        XCTAssertEqual(ProblemPage.Problem(.unavailable).status, 503)
        XCTAssertEqual(ProblemPage.Problem(.overloaded).status, 503)
        XCTAssertEqual(ProblemPage.Problem(.outcomeUnknown), .unknownOutcome)
        XCTAssertEqual(ProblemPage.Problem(.failed).status, 500)
    }

    private func scan(_ name: String) -> ScannedPage {
        guard let sample = samples.all.first(where: { $0.name == name }) else {
            XCTFail("there is no sample \(name)")
            return ScannedPage("")
        }
        return ScannedPage(sample.markup)
    }
}
