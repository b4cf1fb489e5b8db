import ServiceRuntime
import Support
import Synchronization
import XCTest

/// Writes down what happens, in order.
private final class Diary: Sendable {
    private let entries = Mutex<[String]>([])
    func write(_ entry: String) { entries.withLock { $0.append(entry) } }
    var all: [String] { entries.withLock { $0 } }
}

/// A service that lives until it is cancelled, and then takes its time.
private struct Worker: Service {
    let name: String
    let diary: Diary
    var stoppingTakes: Duration = .zero
    var endsBy: (@Sendable () async throws -> Void)?

    func run() async throws {
        diary.write("\(name) started")
        defer { diary.write("\(name) stopped") }
        if let endsBy { return try await endsBy() }
        _ = try? await Task.sleep(for: .seconds(3600))
        // Finishing what was begun is not cancelled.
        await Task { [stoppingTakes] in _ = try? await Task.sleep(for: stoppingTakes) }.value
    }
}

private struct Broken: Error, CustomStringConvertible {
    var description: String { "The disk is full." }
}

final class RunTests: XCTestCase {
    private let diary = Diary()
    private let captured = CapturedLog()

    func testServicesStopInReverseOrderOneAfterAnother() async throws {
        let (diary, log) = (diary, captured.log())
        try await withTimeLimit(.seconds(60)) {
            let services = ["pool", "server", "metrics"].map {
                Worker(name: $0, diary: diary, stoppingTakes: .milliseconds(50))
            }
            try await ServiceRuntime.run(services, log: log) { try? await eventually { diary.all.count == 3 } }
        }
        XCTAssertEqual(diary.all.suffix(3), ["metrics stopped", "server stopped", "pool stopped"])
    }

    func testCancellingTheTaskStopsThemToo() async throws {
        let (diary, log) = (diary, captured.log())
        let running = Task { try await ServiceRuntime.run([Worker(name: "a", diary: diary)], log: log) }
        try await withTimeLimit(.seconds(60)) {
            try await eventually { !diary.all.isEmpty }
            running.cancel()
            try await running.value
        }
        XCTAssertEqual(diary.all, ["a started", "a stopped"])
    }

    func testOneThatFailsStopsTheOthersAndIsTheReason() async throws {
        let (diary, log) = (diary, captured.log())
        try await withTimeLimit(.seconds(60)) {
            do {
                try await ServiceRuntime.run(
                    [Worker(name: "a", diary: diary), Worker(name: "b", diary: diary, endsBy: { throw Broken() })],
                    log: log
                )
                XCTFail("should have thrown")
            } catch {
                XCTAssertEqual("\(error)", "The disk is full.")
            }
        }
        XCTAssertEqual(diary.all.last, "a stopped")
        XCTAssertTrue(captured.text.contains(#"service=b error="The disk is full.""#), captured.text)
    }

    func testOneThatSimplyReturnsIsAFailureToo() async throws {
        let (diary, log) = (diary, captured.log())
        try await withTimeLimit(.seconds(60)) {
            do {
                try await ServiceRuntime.run(
                    [Worker(name: "a", diary: diary), Worker(name: "b", diary: diary, endsBy: {})],
                    log: log
                )
                XCTFail("should have thrown")
            } catch {
                XCTAssertEqual("\(error)", "b ended by itself.")
            }
        }
    }

    func testOneThatDoesNotStopIsNamedWhenTheTimeIsUp() async throws {
        let (diary, log) = (diary, captured.log())
        try await withTimeLimit(.seconds(60)) {
            do {
                let slow = Worker(name: "slow", diary: diary, stoppingTakes: .seconds(30))
                try await ServiceRuntime.run(
                    [slow, Worker(name: "quick", diary: diary)],
                    log: log,
                    stoppingWithin: .milliseconds(200)
                ) {}
                XCTFail("should have thrown")
            } catch {
                XCTAssertEqual((error as? StoppingTookTooLong)?.services, ["slow"])
            }
        }
    }
}
