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

    func testAsManyFilesMayBeOpenAsAreAllowedAtAll() {
        let files = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        var limit = rlimit()
        XCTAssertEqual(getrlimit(files, &limit), 0)
        let before = limit.rlim_cur
        // What Linux starts programs with: libzmq ends the process when it runs out.
        limit.rlim_cur = min(1024, limit.rlim_max)
        XCTAssertEqual(setrlimit(files, &limit), 0)

        ProcessPreparation.prepare()

        XCTAssertEqual(getrlimit(files, &limit), 0)
        XCTAssertEqual(limit.rlim_cur, min(limit.rlim_max, ProcessPreparation.mostDescriptors))
        limit.rlim_cur = max(limit.rlim_cur, before)
        XCTAssertEqual(setrlimit(files, &limit), 0)
    }
}
