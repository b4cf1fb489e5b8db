import Foundation
import ServiceRuntime
import Support
import XCTest

final class IdentifierTests: XCTestCase {
    private enum Thing {}
    private typealias ThingID = Identifier<Thing>

    private struct ListedBytes: RandomSource {
        let list: [UInt8]
        func bytes(_ count: Int) -> [UInt8] { Array(list.prefix(count)) }
    }

    func testItIsTheExampleOfTheSpecification() {
        // RFC 9562, appendix A.6: 0x017F22E279B0 milliseconds, rand_a 0xCC3, rand_b 0x18C4DC0C0C07398F.
        let random = ListedBytes(list: [0x0C, 0xC3, 0x18, 0xC4, 0xDC, 0x0C, 0x0C, 0x07, 0x39, 0x8F])
        let identifier = ThingID(at: Date(timeIntervalSince1970: 1_645_557_742), random: random)

        XCTAssertEqual(identifier.description, "017f22e2-79b0-7cc3-98c4-dc0c0c07398f")
    }

    func testOlderOnesSortFirst() {
        let clock = SetClock()
        let made = (0..<100).map { _ in
            defer { clock.advance(by: .milliseconds(1)) }
            return ThingID(at: clock.now)
        }
        XCTAssertEqual(made.shuffled().sorted(), made)
    }

    func testManyOfOneMomentDiffer() {
        let moment = Date(timeIntervalSince1970: 1_790_000_000)
        XCTAssertEqual(Set((0..<10_000).map { _ in ThingID(at: moment) }).count, 10_000)
    }

    func testTimesThatDoNotFitAreCut() {
        for seconds in [-1, 1e300, -.infinity, .infinity, .nan] as [Double] {
            let text = ThingID(at: Date(timeIntervalSince1970: seconds)).description
            XCTAssertNotNil(ThingID(text), text)
        }
    }

    func testOnlyTheWholeFormIsRead() {
        let text = "017f22e2-79b0-7cc3-98c4-dc0c0c07398f"
        XCTAssertEqual(ThingID(text)?.description, text)
        XCTAssertEqual(ThingID(text.uppercased())?.description, text)
        for wrong in [
            "", "\(text) ", "{\(text)}", String(text.dropLast()), text.replacing("-", with: ""), "\(text.dropLast())g",
            text.replacing("79b0", with: "7-b0"),
        ] {
            XCTAssertNil(ThingID(wrong), wrong)
        }
    }

    func testItTravelsAsText() throws {
        let identifier = ThingID(at: Date(timeIntervalSince1970: 1_790_000_000))
        let json = try JSONEncoder().encode([identifier])

        XCTAssertEqual(String(bytes: json, encoding: .utf8), "[\"\(identifier)\"]")
        XCTAssertEqual(try JSONDecoder().decode([ThingID].self, from: json), [identifier])
        XCTAssertThrowsError(try JSONDecoder().decode([ThingID].self, from: Data(#"["nonsense"]"#.utf8)))
    }
}
