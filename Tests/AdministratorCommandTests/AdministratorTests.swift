import Foundation
import Messaging
import ServiceRuntime
import Support
import Synchronization
import XCTest

@testable import AdministratorCommand

/// Keeps what is printed.
private final class Page: Sendable {
    private let lines = Mutex<String>("")
    func write(_ line: String) { lines.withLock { $0 += "\(line)\n" } }
    var text: String { lines.withLock { $0 } }
}

final class AdministratorTests: XCTestCase {
    private struct Outcome {
        var code: Int32
        var printed: String
        var complained: String
    }

    private func run(_ words: [String], environment: [String: String] = [:]) async throws -> Outcome {
        let (printed, complained) = (Page(), Page())
        let terminal = Terminal(
            print: { printed.write($0) },
            complain: { complained.write($0) },
            confirm: { _ in nil }
        )
        return try await withTimeLimit(.seconds(60)) {
            let status = await Administrator(environment: environment, terminal: terminal).run(words)
            return Outcome(code: status.code, printed: printed.text, complained: complained.text)
        }
    }

    /// A portal's folder with keys, and addresses where nobody answers.
    private func home(keyMode: Int = 0o600) throws -> String {
        let home = try TemporaryFolder.shared.folder()
        let keys = KeyFolder(path: "\(home)/keys")
        try keys.make()
        try FileManager.default.setAttributes([.posixPermissions: keyMode], ofItemAtPath: keys.operatorKey)
        let addresses = ["AUTH", "MFA", "PROFILE", "APPS"].map { "PORTICO_\($0)=tcp://127.0.0.1:9" }
        try PrivateFile.create("\(home)/addresses", holding: addresses.joined(separator: "\n"))
        return home
    }

    func testHelpNamesEveryCommandAndSetting() async throws {
        let outcome = try await run(["--help"])

        XCTAssertEqual(outcome.code, 0)
        for subcommand in Administrator.subcommands {
            XCTAssertTrue(outcome.printed.contains(subcommand.usage), subcommand.usage)
        }
        for setting in OperatorSettings.help { XCTAssertTrue(outcome.printed.contains(setting.name), setting.name) }
    }

    func testEveryCommandHasHelpOfItsOwn() async throws {
        for subcommand in Administrator.subcommands {
            let outcome = try await run(subcommand.words + ["--help"])
            XCTAssertEqual(outcome.code, 0)
            XCTAssertTrue(outcome.printed.contains("Usage: portico \(subcommand.usage)"), outcome.printed)
            for option in subcommand.options { XCTAssertTrue(outcome.printed.contains(option.name)) }
        }
    }

    func testAWrongCommandLineIsASentenceAnd64() async throws {
        for (words, sentence) in [
            (["dance"], "portico: there is no command like that: dance. See portico --help.\n"),
            (["user", "dance"], "portico: there is no command like that: user dance. See portico --help.\n"),
            (["apply"], "portico: FILE is missing: portico apply FILE. See portico apply --help.\n"),
            (
                ["apply", "a", "b"],
                "portico: b is one word too many: portico apply FILE. See portico apply --help.\n"
            ),
            (["apply", "a", "--colour"], "portico: apply has no option --colour. See portico apply --help.\n"),
            (["apply", "a", "--accounts"], "portico: --accounts needs a value: --accounts FILE.\n"),
            (["apply", "a", "--yes=1"], "portico: --yes takes no value.\n"),
            (["apply", "a", "--yes", "--yes"], "portico: --yes is given twice.\n"),
            (["health", "--wait", "long"], "portico: --wait must be a whole number from 0 to 3600.\n"),
        ] {
            let outcome = try await run(words)
            XCTAssertEqual(outcome.code, 64, "\(words)")
            XCTAssertEqual(outcome.complained, sentence)
        }
    }

    func testWithoutAPortalItSaysWhereToLook() async throws {
        let outcome = try await run(["health"], environment: ["PORTICO_HOME": "/nowhere"])

        XCTAssertEqual(outcome.code, 78)
        XCTAssertEqual(
            outcome.complained,
            "portico: there is no portal in /nowhere: start one with make run, or say in PORTICO_HOME where its folder is.\n"
        )
    }

    func testAKeyThatOthersCanReadIsRefusedAndNamed() async throws {
        let home = try home(keyMode: 0o644)
        let outcome = try await run(["health"], environment: ["PORTICO_HOME": home])

        XCTAssertEqual(outcome.code, 78)
        XCTAssertTrue(outcome.complained.contains("others than its owner can read"), outcome.complained)
        XCTAssertTrue(outcome.complained.contains("\(home)/keys/operator/bus.key"), outcome.complained)
    }

    func testWhereNoServiceAnswersItSaysWhichAndWhere() async throws {
        let environment = ["PORTICO_HOME": try home()]
        let health = try await run(["health"], environment: environment)
        XCTAssertEqual(health.code, 1)
        XCTAssertEqual(
            health.printed,
            """
            auth     does not answer
            mfa      does not answer
            profile  does not answer
            apps     does not answer

            """
        )

        let list = try await run(["user", "list"], environment: environment)
        XCTAssertEqual(list.code, 1)
        XCTAssertEqual(
            list.complained,
            "portico: auth does not answer at tcp://127.0.0.1:9: is the portal running, and are these its keys?\n"
        )
    }

    func testAWrongFileIsToldBeforeAnybodyIsAsked() async throws {
        let outcome = try await run(["apply", "/nowhere.json"], environment: ["PORTICO_HOME": "/nowhere"])
        XCTAssertEqual(outcome.code, 1)
        XCTAssertEqual(outcome.complained, "portico: /nowhere.json: there is no such file.\n")
    }

    func testTheEnvironmentCountsForMoreThanTheFolder() throws {
        let home = try home()
        let settings = try OperatorSettings(environment: ["PORTICO_HOME": home, "PORTICO_MFA": "tcp://[::1]:7002"])
        XCTAssertEqual(settings.endpoints[.mfa]?.map(\.description), ["tcp://[::1]:7002"])
        XCTAssertEqual(settings.endpoints[.auth]?.map(\.description), ["tcp://127.0.0.1:9"])
    }
}
