import IdentityContract
import ServiceRuntime
import Support
import XCTest

@testable import GatewayService

final class PageShelfTests: XCTestCase {
    private func key(_ email: String, list: UInt64 = 1, asking: Set<ApplicationID> = []) -> PageShelf.Key {
        let visitor = Visitor(name: "Ada", email: email, logOutToken: "token")
        return PageShelf.Key(visitor: visitor, list: list, asking: asking)
    }

    func testAPageIsRenderedOnceForEverythingThatItShows() {
        let shelf = PageShelf()
        let application = ApplicationID(at: SetClock().now)
        let keys = [
            key("ada@example.com"), key("bo@example.com"), key("ada@example.com", list: 2),
            key("ada@example.com", asking: [application]),
        ]
        let rendered = Count()
        for _ in 0..<3 {
            for (index, key) in keys.enumerated() {
                let page = shelf.page(for: key) {
                    rendered.next()
                    return [UInt8(index)]
                }
                XCTAssertEqual(page, [UInt8(index)])
            }
        }
        XCTAssertEqual(rendered.value, keys.count)
    }

    func testItNeverHoldsMoreThanItsRoom() {
        let shelf = PageShelf(mostBytes: 1000)
        for list in 0..<100 {
            let page = shelf.page(for: key("ada@example.com", list: UInt64(list))) { [UInt8](repeating: 1, count: 300) }
            XCTAssertEqual(page.count, 300)
            XCTAssertLessThanOrEqual(shelf.byteCount, 1000)
        }
        let huge = shelf.page(for: key("bo@example.com")) { [UInt8](repeating: 1, count: 2000) }
        XCTAssertEqual(huge.count, 2000)
        XCTAssertLessThanOrEqual(shelf.byteCount, 1000)
    }
}
