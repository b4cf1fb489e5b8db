import Foundation
import Support
import XCTest

/// Whatever dies, hangs, fills up or is cut off, under load: nothing that was acknowledged is lost or done twice.
final class FaultTests: XCTestCase {
    /// Whether this is a soak, which takes long and is not part of every test run.
    static var isSoak: Bool { ProcessInfo.processInfo.environment["PORTICO_SOAK"] == "1" }

    private static var faults: Int {
        ProcessInfo.processInfo.environment["PORTICO_FAULTS"].flatMap { Int($0) } ?? (isSoak ? 200 : 20)
    }

    /// What a fault takes with its recovery, with room to spare.
    private static var limit: Duration { .seconds(120 + faults * 12) }

    /// How many of a hundred questions may be refused although what they need is there, before this is no recovery any more.
    private static let mostLateRefusals = 2

    func testNothingAcknowledgedIsLostWhateverFails() async throws {
        try await withTimeLimit(Self.limit) {
            let run = try await FaultRun.prepared(faults: Self.faults, seed: Dice.seedOfThisRun)
            let report = try await run.carryOut()
            await run.portal.stop()
            print(report.text)

            XCTAssertEqual(report.counts.violations, [])
            XCTAssertEqual(report.faults, Self.faults)
            let outcomes = report.counts.outcomes
            XCTAssertGreaterThan(outcomes[.served, default: 0], Self.faults * 20, "there was hardly any load")
            XCTAssertGreaterThan(report.counts.keptWorking, Self.faults, "nothing kept working")
            XCTAssertLessThan(
                outcomes[.refused, default: 0] * 100,
                report.counts.requests * Self.mostLateRefusals,
                "refused although all was there"
            )
            XCTAssertLessThan(report.longestRecovery, FaultRun.recoveryLimit)
            XCTAssertEqual(report.usageAfter.excesses(over: report.usageBefore), [])
        }
    }
}
