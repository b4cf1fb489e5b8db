import Foundation
import Support
import XCTest

@testable import ServiceRuntime

final class LogTests: XCTestCase {
    func testATextLineHasItsTimeLevelProgramMessageAndFields() {
        let captured = CapturedLog()
        let clock = SetClock(Date(timeIntervalSince1970: 0.25))
        let log = Log(program: "portico-auth", level: .info, sink: captured.sink, clock: clock)

        log.with(["trace": "abc"]).notice("Signed in.", ["account": "017f", "reason": "two words", "none": ""])

        XCTAssertEqual(
            captured.lines,
            [
                #"1970-01-01T00:00:00.250Z notice portico-auth: Signed in. trace=abc account=017f reason="two words" none="""#
            ]
        )
    }

    func testAJSONLineIsOneObjectWhateverItHolds() throws {
        let captured = CapturedLog()
        let nasty = "line\nbreak \"quoted\" back\\slash \u{1B}[31m \u{0} \u{202E} \u{2028} é 😀"

        captured.log(format: .json).info(nasty, ["time": nasty, "name": "1", "name": "2"])

        let line = try XCTUnwrap(captured.lines.first)
        let object = try JSONDecoder().decode([String: String].self, from: Data(line.utf8))
        XCTAssertEqual(object["message"], nasty)
        XCTAssertEqual(object["time_"], nasty)
        XCTAssertEqual(object["level"], "info")
        XCTAssertEqual([object["name"], object["name_"]], ["1", "2"])
        XCTAssertFalse(line.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x202E })
    }

    func testNobodyCanForgeALineOrSteerATerminal() {
        let captured = CapturedLog()

        captured.log().info("Unknown path.", ["path": "/\n1970 notice auth: Signed in.\r\u{1B}[2J\u{9B}\u{202E}"])

        XCTAssertEqual(captured.lines.count, 1)
        XCTAssertFalse(captured.lines[0].unicodeScalars.contains { $0.properties.generalCategory == .control })
        XCTAssertTrue(captured.lines[0].contains(#"\u{1b}[2J\u{9b}\u{202e}"#), captured.lines[0])
    }

    func testLongTextIsCut() {
        let captured = CapturedLog()

        captured.log().info("Too long.", ["value": String(repeating: "x", count: 1_000_000)])

        XCTAssertLessThan(captured.text.utf8.count, LogLine.longestText + 200)
        XCTAssertTrue(captured.text.contains("…"))
    }

    func testLinesBelowTheLevelAreNotEvenMade() {
        let captured = CapturedLog()
        func costly() -> String {
            XCTFail("nobody reads this line")
            return ""
        }
        captured.log(level: .warning).info(costly())
        captured.log(level: .warning).error("Failed.")

        XCTAssertEqual(captured.lines.count, 1)
    }
}

final class BackgroundWriterTests: XCTestCase {
    override func setUp() {
        // As every program of ours does: the pipes below close while the writer may still be at work.
        _ = signal(SIGPIPE, SIG_IGN)
    }

    func testNobodyWaitsForAReaderThatDoesNotRead() throws {
        let pipe = Pipe()
        let writer = BackgroundWriter(descriptor: pipe.fileHandleForWriting.fileDescriptor)
        let line = String(repeating: "x", count: 1023) + "\n"

        let started = ContinuousClock.now
        for _ in 0..<5000 { writer.write(line) }
        XCTAssertLessThan(ContinuousClock.now - started, .seconds(20))

        // Once somebody reads there is room again, and the next line is preceded by the number of those that were lost.
        var text = ""
        for _ in 0..<1000 where !text.contains("lines of the log were dropped") {
            writer.write(line)
            let data = try XCTUnwrap(pipe.fileHandleForReading.read(upToCount: 4096))
            text = text.suffix(100) + String(decoding: data, as: UTF8.self)
        }
        XCTAssertTrue(text.contains("lines of the log were dropped"))
    }

    func testFlushWaitsForWhatWasWritten() throws {
        let pipe = Pipe()
        let writer = BackgroundWriter(descriptor: pipe.fileHandleForWriting.fileDescriptor)

        writer.write("one\n")
        writer.write("two\n")
        writer.flush(within: .seconds(30))

        XCTAssertEqual(try pipe.fileHandleForReading.read(upToCount: 8), Data("one\ntwo\n".utf8))
    }
}
