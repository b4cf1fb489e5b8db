import Foundation
import Support
import XCTest

final class LeashedProcessTests: XCTestCase {
    func testACommandsOutputAndExitCodeAreKnown() async throws {
        try await withTimeLimit(.seconds(60)) {
            let output = try await runCommand(
                "sh",
                ["-c", "echo $GREETING"],
                environment: ["GREETING": "hello", "PATH": "/usr/bin:/bin"]
            )
            XCTAssertEqual(output, "hello\n")
            do {
                try await runCommand("sh", ["-c", "echo broken >&2; exit 3"])
                XCTFail("should have thrown")
            } catch let failure as CommandFailed {
                XCTAssertEqual(failure.status, 3)
                XCTAssertEqual(failure.output, "broken\n")
            }
        }
    }

    func testStoppingEndsWhatItStartedToo() async throws {
        try await withTimeLimit(.seconds(60)) {
            let process = try LeashedProcess.start("sh", ["-c", "sleep 3601 & echo $!; wait"])
            try await eventually { process.output.hasSuffix("\n") }
            let grandchild = process.output.trimmingCharacters(in: .newlines)

            await process.stop()

            XCTAssertFalse(process.isRunning)
            try await eventually { !FileManager.default.fileExists(atPath: "/proc/\(grandchild)") }
        }
    }

    func testOneThatIgnoresTheFarewellIsKilled() async throws {
        try await withTimeLimit(.seconds(60)) {
            let process = try LeashedProcess.start("sh", ["-c", "trap '' TERM; echo up; while :; do sleep 1; done"])
            try await eventually { process.output == "up\n" }
            let status = await process.stop()
            XCTAssertEqual(status, 128 + 9)
        }
    }

    func testSignalsAreHandedOn() async throws {
        try await withTimeLimit(.seconds(60)) {
            let process = try LeashedProcess.start(
                "sh",
                ["-c", "trap 'echo seen' USR1; echo up; while :; do sleep 0.1; done"]
            )
            try await eventually { process.output == "up\n" }
            process.signal("USR1")
            try await eventually { process.output.hasSuffix("seen\n") }
            let status = await process.kill()
            XCTAssertEqual(status, 128 + 9)
        }
    }

    func testNoneHoldsTheLeashOfAnother() async throws {
        try await withTimeLimit(.seconds(60)) {
            let first = try LeashedProcess.start("sleep", ["3602"])
            let second = try LeashedProcess.start("sleep", ["3603"])

            await first.stop()
            XCTAssertTrue(second.isRunning)
            await second.stop()
        }
    }
}
