import Glibc
import XCTest

@testable import ServiceRuntime

final class ProcessPreparationTests: XCTestCase {
    func testNoCoreDumpIsWrittenHoweverManyWereAllowed() {
        let cores = __rlimit_resource_t(RLIMIT_CORE.rawValue)
        var limit = rlimit()
        XCTAssertEqual(getrlimit(cores, &limit), 0)
        limit.rlim_cur = limit.rlim_max
        XCTAssertEqual(setrlimit(cores, &limit), 0)

        ProcessPreparation.prepare()

        XCTAssertEqual(getrlimit(cores, &limit), 0)
        XCTAssertEqual(limit.rlim_cur, 0)
        XCTAssertEqual(limit.rlim_max, 0)
    }
}
