import AuthContract
import Foundation
import Messaging
import ServiceRuntime
import Support
import XCTest

/// `portico apply` against the real services.
final class ApplyTests: XCTestCase {
    private static let limit: Duration = .seconds(300)

    func testKilledAgainAndAgainItLosesNoPassword() async throws {
        try await withTimeLimit(Self.limit) {
            let portal = try await RunScript.start(withExample: false)
            let accounts = "\(portal.home)/accounts.json"
            let words = ["apply", portal.example, "--accounts", accounts, "--yes"]
            // A run takes some hundred milliseconds; each is killed a little later than the one before.
            var kills = 0
            for delay in stride(from: 30, through: 400, by: 12) {
                let run = try LeashedProcess.start(
                    Package.program("portico"),
                    words,
                    environment: ["PORTICO_HOME": portal.home]
                )
                try await Task.sleep(for: .milliseconds(delay))
                if run.isRunning { kills += 1 }
                await run.kill()
            }
            XCTAssertGreaterThan(kills, 5, "too quick to be interrupted; the delays want to be shorter")
            _ = try await portal.administer(words)

            let entries = try portal.accounts(in: accounts)
            XCTAssertEqual(Set(entries.map(\.email)).count, 13)
            XCTAssertEqual(entries.count, 13)
            XCTAssertFalse(FileManager.default.fileExists(atPath: "\(accounts).pending"))
            try await portal.asGateway { auth in
                for entry in entries { try await Self.expectPassword(of: entry, at: auth) }
            }
            let again = try await portal.administer(words)
            XCTAssertTrue(again.hasPrefix("Nothing to do"), again)
            await portal.interrupt()
        }
    }

    func testWithoutAPlaceForPasswordsOrSomebodyToAskNothingIsChanged() async throws {
        try await withTimeLimit(Self.limit) {
            let portal = try await RunScript.start(withExample: false)
            for (words, sentence) in [
                (["apply", portal.example, "--yes"], "13 accounts would be added; say with --accounts FILE"),
                (
                    ["apply", portal.example, "--accounts", "\(portal.home)/a.json"],
                    "nothing was changed: there is nobody to ask, and --yes was not said."
                ),
            ] {
                do {
                    _ = try await portal.administer(words)
                    XCTFail("should have been refused")
                } catch let failure as CommandFailed {
                    XCTAssertEqual(failure.status, 64)
                    XCTAssertTrue(failure.output.contains("+ wren.okafor@saltmarsh.example"), "the difference is shown")
                    XCTAssertTrue(failure.output.contains(sentence), failure.output)
                }
            }
            let people = try await portal.administer(["user", "list"])
            XCTAssertEqual(people, "There are no accounts.\n")
            await portal.interrupt()
        }
    }

    func testUsersAreAddedShownSuspendedAndActivated() async throws {
        try await withTimeLimit(Self.limit) {
            let portal = try await RunScript.start(withExample: false)
            let told = try await portal.administer(
                ["user", "add", "Ada@A.example", "--administrator", "--first-name", "Ada", "--json"]
            )
            let added = try JSONDecoder().decode([String: String].self, from: Data(told.utf8))
            let entry = RunScript.Account(
                email: "ada@a.example",
                password: try XCTUnwrap(added["password"]),
                role: "administrator"
            )
            try await portal.asGateway { auth in try await Self.expectPassword(of: entry, at: auth) }

            let shown = try await portal.administer(["user", "show", "ada"])
            XCTAssertTrue(shown.contains("administrator, user"), shown)
            XCTAssertTrue(shown.contains("firstname  Ada"), shown)
            _ = try await portal.administer(["user", "suspend", "ada"])
            let list = try await portal.administer(["user", "list"])
            XCTAssertTrue(list.contains("suspended"), list)
            try await portal.asGateway { auth in
                do {
                    try await Self.checkPassword(of: entry, at: auth)
                    XCTFail("a suspended account signs nobody in")
                } catch CheckPassword.Refusal.wrongCredentials {}
            }
            _ = try await portal.administer(["user", "activate", "ada@a.example"])
            try await portal.asGateway { auth in try await Self.expectPassword(of: entry, at: auth) }

            do {
                _ = try await portal.administer(["user", "add", "ada@a.example", "--username", "other"])
                XCTFail("should have been refused")
            } catch let failure as CommandFailed {
                XCTAssertEqual(failure.status, 1)
                XCTAssertEqual(
                    failure.output,
                    "portico: there is an account with the address ada@a.example already.\n"
                )
            }
            await portal.interrupt()
        }
    }

    private static func expectPassword(of account: RunScript.Account, at auth: MessageClient) async throws {
        do {
            try await checkPassword(of: account, at: auth)
        } catch let refusal as CheckPassword.Refusal {
            XCTFail("the password of \(account.email) is not the one in the file: \(refusal)")
        }
    }

    private static func checkPassword(of account: RunScript.Account, at auth: MessageClient) async throws {
        let browser = BrowserDescription(address: "127.0.0.1", userAgent: "test")
        let begun = try await auth.ask(BeginSignIn(email: account.email, remember: false, browser: browser))
        _ = try await auth.ask(
            CheckPassword(attempt: begun.attempt, password: Secret(account.password), browser: browser),
            within: .seconds(20)
        )
    }
}
