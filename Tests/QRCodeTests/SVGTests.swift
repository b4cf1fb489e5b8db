import Foundation
import QRCode
import XCTest

final class SVGTests: XCTestCase {
    func testTheOutlineDrawsEveryDarkModuleAndNoOtherInsideTheQuietZone() throws {
        let code = try QRCode("otpauth://totp/Portico:ada?secret=JBSWY3DPEHPK3PXP")
        var drawn = Set<[Int]>()
        for match in code.outline.matches(of: /M(\d+) (\d+)h(\d+)v1h-(\d+)z/) {
            let numbers = [match.1, match.2, match.3, match.4].compactMap { Int($0) }
            XCTAssertEqual(numbers[2], numbers[3])
            for column in numbers[0]..<numbers[0] + numbers[2] { drawn.insert([column, numbers[1]]) }
        }
        XCTAssertEqual(code.outline.replacing(/M(\d+) (\d+)h(\d+)v1h-(\d+)z/, with: ""), "")
        var dark = Set<[Int]>()
        for row in 0..<code.size {
            for column in 0..<code.size where code[column, row] { dark.insert([column + 4, row + 4]) }
        }
        XCTAssertEqual(drawn, dark)
        XCTAssertEqual(code.side, code.size + 8)
    }

    func testTheDocumentIsOnePathOnWhiteWithoutStyleOrScriptOrAnythingOfTheText() throws {
        let text = "<script>alert('style')</script>"
        let code = try QRCode(text)
        XCTAssertEqual(
            code.svg,
            """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(code.side) \(code.side)" \
            shape-rendering="crispEdges"><rect width="\(code.side)" height="\(code.side)" fill="#fff"/>\
            <path d="\(code.outline)" fill="#000"/></svg>
            """
        )
        for word in ["script", "style", "alert"] { XCTAssertFalse(code.svg.contains(word)) }
    }
}
