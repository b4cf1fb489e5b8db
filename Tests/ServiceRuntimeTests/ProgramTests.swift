import Support
import Synchronization
import XCTest

@testable import ServiceRuntime

private struct TeaSettings: Settings {
    static let kind = Setting.string("TEA_KIND", "Which tea.")
    static let sugar = Setting.int("TEA_SUGAR", "Lumps of sugar.", in: 0...3, default: 0)
    static let key = Setting.secretString("TEA_KEY", "The caddy's key.")
    static let all: [any AnySetting] = [kind, sugar, key]

    let kind: String

    init(_ values: SettingValues) throws {
        kind = try values[Self.kind]
        guard try kind != "mint" || values[Self.sugar] == 0 else {
            throw SettingProblems(["TEA_SUGAR must be 0 with mint."])
        }
    }
}

final class ProgramTests: XCTestCase {
    private struct Outcome {
        var status: ExitStatus
        var printed: String
        var complained: String
        var logged: String
    }

    private static let right = ["TEA_KIND": "green", "TEA_KEY": "hunter2"]

    private func start(
        _ arguments: [String] = [],
        _ environment: [String: String] = right,
        signals: AsyncStream<String> = .makeStream().stream,
        body: @escaping @Sendable (TeaSettings, ProgramContext) async throws -> Void = { _, _ in }
    ) async throws -> Outcome {
        let pour = Command<TeaSettings>("pour", "Pours a cup.") { settings, arguments, _ in
            arguments == [settings.kind] ? .success : .failure
        }
        let program = Program("teapot", "Makes tea.", TeaSettings.self, commands: [pour], body: body)
        let (printed, complained, captured) = (CapturedLog(), CapturedLog(), CapturedLog())
        let console = Console(
            print: { printed.sink.write("\($0)\n") },
            complain: { complained.sink.write("\($0)\n") },
            log: captured.sink
        )
        return try await withTimeLimit(.seconds(60)) {
            let status = await program.start(
                arguments: arguments,
                environment: environment,
                console: console,
                signals: signals
            )
            return Outcome(status: status, printed: printed.text, complained: complained.text, logged: captured.text)
        }
    }

    func testHelpTellsEverySettingAndNeedsNone() async throws {
        let outcome = try await start(["--help"], [:])

        XCTAssertEqual(outcome.status, .success)
        for text in [
            "Makes tea.", "pour", "Pours a cup.", "TEA_KIND", "Which tea.", "(required)", "TEA_SUGAR", "(default: 0)",
            "TEA_KEY_FILE", "PORTICO_LOG_FORMAT", "(default: text)", "PORTICO_METRICS_LISTEN",
        ] {
            XCTAssertTrue(outcome.printed.contains(text), "\(text) is missing from:\n\(outcome.printed)")
        }
    }

    func testWrongSettingsAreAllToldAndEndItWith78() async throws {
        let outcome = try await start([], ["TEA_SUGAR": "9", "TEA_KEY": "hunter2"]) { _, _ in XCTFail("must not run") }

        XCTAssertEqual(outcome.status.code, 78)
        XCTAssertTrue(outcome.complained.contains("TEA_KIND must be set."), outcome.complained)
        XCTAssertTrue(outcome.complained.contains("TEA_SUGAR must be a whole number from 0 to 3."), outcome.complained)
        XCTAssertFalse(outcome.complained.contains("hunter2"))
    }

    func testSettingsThatDoNotGoTogetherEndItWith78() async throws {
        let outcome = try await start([], ["TEA_KIND": "mint", "TEA_SUGAR": "1", "TEA_KEY": "x"])

        XCTAssertEqual(outcome.status.code, 78)
        XCTAssertEqual(outcome.complained, "teapot: TEA_SUGAR must be 0 with mint.\n")
    }

    func testSettingsCanBeCheckedAndPrintedWithoutRunning() async throws {
        let checked = try await start(["check-settings"]) { _, _ in XCTFail("must not run") }
        XCTAssertEqual(checked.status, .success)

        let printed = try await start(["print-settings"]) { _, _ in XCTFail("must not run") }
        XCTAssertTrue(
            printed.printed.contains("TEA_KIND=green\nTEA_SUGAR=0  (default)\nTEA_KEY=<secret>"),
            printed.printed
        )
        XCTAssertFalse(printed.printed.contains("hunter2"))
    }

    func testACommandGetsItsArguments() async throws {
        let right = try await start(["pour", "green"])
        XCTAssertEqual(right.status, .success)
        let wrong = try await start(["pour"])
        XCTAssertEqual(wrong.status, .failure)
    }

    func testAWordItDoesNotKnowIsWrongUsage() async throws {
        for arguments in [["brew"], ["--hlep"], ["run", "fast"]] {
            let outcome = try await start(arguments) { _, _ in XCTFail("must not run") }
            XCTAssertEqual(outcome.status.code, 64)
            XCTAssertFalse(outcome.complained.isEmpty)
        }
    }

    func testAFailureToStartIsOneLineAnd1() async throws {
        struct NoWater: Error, CustomStringConvertible { let description = "There is no water in the kettle." }
        let outcome = try await start { _, _ in throw NoWater() }

        XCTAssertEqual(outcome.status.code, 1)
        XCTAssertEqual(outcome.logged.split(separator: "\n").count, 1)
        XCTAssertTrue(outcome.logged.hasSuffix("error teapot: There is no water in the kettle.\n"), outcome.logged)
    }

    func testASignalStopsItsServicesAndEndsItWith0() async throws {
        struct Kettle: Service {
            let name = "kettle"
            let boil: @Sendable () -> Void
            func run() async throws {
                boil()
                try await Task.sleep(for: .seconds(3600))
            }
        }
        let (signals, send) = AsyncStream.makeStream(of: String.self)
        let outcome = try await start(signals: signals) { _, context in
            try await context.run([Kettle { send.yield("SIGTERM") }])
        }

        XCTAssertEqual(outcome.status.code, 0)
        XCTAssertTrue(outcome.logged.contains("signal=SIGTERM"), outcome.logged)
    }

    func testASignalWhileItStartsEndsItWith0() async throws {
        let (signals, send) = AsyncStream.makeStream(of: String.self)
        let outcome = try await start(signals: signals) { _, _ in
            send.yield("SIGINT")
            try await Task.sleep(for: .seconds(3600))
        }
        XCTAssertEqual(outcome.status.code, 0)
    }

    func testTheLogObeysTheCommonSettings() async throws {
        let environment = Self.right.merging(["PORTICO_LOG_FORMAT": "json", "PORTICO_LOG_LEVEL": "warning"]) { $1 }
        let outcome = try await start([], environment) { _, context in
            context.log.info("Unseen.")
            context.log.warning("Seen.")
        }
        XCTAssertTrue(outcome.logged.hasPrefix("{"), outcome.logged)
        XCTAssertFalse(outcome.logged.contains("Unseen"))
    }
}
