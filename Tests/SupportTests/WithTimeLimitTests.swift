import Support
import XCTest

final class WithTimeLimitTests: XCTestCase {
    func testWhatEndsInTimeGivesItsResult() async throws {
        let result = try await withTimeLimit(.seconds(60)) { 42 }
        XCTAssertEqual(result, 42)
    }

    func testWhatDoesNotIsCancelledAndFails() async {
        do {
            try await withTimeLimit(.milliseconds(50)) { try await Task.sleep(for: .seconds(3600)) }
            XCTFail("should have thrown")
        } catch {
            XCTAssertTrue(error is TimeLimitExceeded, "\(error)")
        }
    }

    func testAnErrorOfTheOperationPasses() async {
        struct Broken: Error {}
        do {
            try await withTimeLimit(.seconds(60)) { throw Broken() }
            XCTFail("should have thrown")
        } catch {
            XCTAssertTrue(error is Broken, "\(error)")
        }
    }
}
