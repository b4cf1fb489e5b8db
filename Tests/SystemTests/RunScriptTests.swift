import Foundation
import Glibc
import Support
import XCTest

/// `make run`, on a folder and ports of its own, with the programs that were built for the tests.
final class RunScriptTests: XCTestCase {
    /// All of it may take so long on a machine that is busy with other things.
    private static let limit: Duration = .seconds(300)

    func testItComesUpStopsAtCtrlCAndFindsEverythingAgain() async throws {
        try await withTimeLimit(Self.limit) {
            let portal = try await RunScript.start()
            try await portal.expectLoginPage()
            let accounts = try portal.accounts()
            XCTAssertEqual(accounts.count { $0.role == "administrator" }, 1)
            XCTAssertEqual(accounts.count { $0.role == "user" }, 12)
            XCTAssertEqual(Set(accounts.map(\.password)).count, 13)
            XCTAssertEqual(try portal.mode(of: "demo-accounts.json"), 0o600)
            XCTAssertEqual(try portal.mode(of: "."), 0o700)
            // Whose addresses it tells are those whose passwords are in the file.
            XCTAssertTrue(portal.output.contains(accounts[0].email), portal.output)
            for account in accounts { XCTAssertFalse(portal.output.contains(account.password)) }
            let people = try await portal.administer("user", "list")

            let status = await portal.interrupt()
            XCTAssertEqual(status, 0, portal.output)
            XCTAssertEqual(try portal.processes(), [])

            let again = try await RunScript.start(in: portal.home)
            try await again.expectLoginPage()
            XCTAssertEqual(try again.accounts(), accounts)
            let peopleAgain = try await again.administer("user", "list")
            XCTAssertEqual(peopleAgain, people)
            let difference = try await again.administer("apply", portal.example)
            XCTAssertTrue(difference.hasPrefix("Nothing to do"), difference)
            await again.interrupt()
            XCTAssertEqual(try again.processes(), [])
        }
    }

    func testWhatAKilledRunLeftIsEndedAndEverythingGoesOn() async throws {
        try await withTimeLimit(Self.limit) {
            let portal = try await RunScript.start()
            let people = try await portal.administer("user", "list")
            await portal.kill()
            XCTAssertFalse(try portal.processes().isEmpty, "a killed script cannot have stopped anything")

            let again = try await RunScript.start(in: portal.home)
            try await again.expectLoginPage()
            let peopleAgain = try await again.administer("user", "list")
            XCTAssertEqual(peopleAgain, people)
            await again.interrupt()
            XCTAssertEqual(try again.processes(), [])
        }
    }

    func testAProgramThatDiesIsToldAndEverythingStops() async throws {
        try await withTimeLimit(Self.limit) {
            let portal = try await RunScript.start()
            let victim = try XCTUnwrap(try portal.processes().first { $0.name == "portico-profile" })
            _ = Glibc.kill(victim.id, SIGKILL)

            let status = await portal.waitUntilExit()
            XCTAssertEqual(status, 1)
            XCTAssertTrue(portal.output.contains("portico-profile has ended by itself"), portal.output)
            XCTAssertEqual(try portal.processes(), [])
        }
    }

    func testAPortInUseAndAWrongOneAreASentence() async throws {
        try await withTimeLimit(Self.limit) {
            let portal = try await RunScript.start()
            let second = try RunScript.launch(port: portal.port)
            let status = await second.waitUntilExit()
            XCTAssertEqual(status, 1)
            XCTAssertTrue(
                second.output.contains("Port \(portal.port) is in use; choose another: PORTICO_PORT="),
                second.output
            )
            let twin = try RunScript.launch(in: portal.home)
            let twinStatus = await twin.waitUntilExit()
            XCTAssertEqual(twinStatus, 1)
            XCTAssertTrue(twin.output.contains("is running already."), twin.output)
            await portal.interrupt()
        }
    }

    func testAKeyThatOthersCanReadIsTheProgramsOwnSentence() async throws {
        try await withTimeLimit(Self.limit) {
            let portal = try await RunScript.start()
            await portal.interrupt()
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o644],
                ofItemAtPath: "\(portal.home)/keys/mfa/sealing.key"
            )
            let again = try RunScript.launch(in: portal.home)
            let status = await again.waitUntilExit()
            XCTAssertEqual(status, 1)
            XCTAssertTrue(
                again.output.contains(
                    "portico-mfa: PORTICO_SEALING_KEY cannot be read: PORTICO_SEALING_KEY_FILE names a file that others"
                ),
                again.output
            )
            XCTAssertEqual(try again.processes(), [])
        }
    }
}
