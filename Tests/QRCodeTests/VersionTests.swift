import XCTest

@testable import QRCode

final class VersionTests: XCTestCase {
    func testCapacitiesAreThoseOfTheStandard() {
        // Table 7, byte mode: L, M, Q, H.
        let table = [
            1: [17, 14, 11, 7], 2: [32, 26, 20, 14], 3: [53, 42, 32, 24], 4: [78, 62, 46, 34], 5: [106, 84, 60, 44],
            6: [134, 106, 74, 58], 7: [154, 122, 86, 64], 8: [192, 152, 108, 84], 9: [230, 180, 130, 98],
            10: [271, 213, 151, 119], 20: [858, 666, 482, 382], 30: [1732, 1370, 982, 742],
            40: [2953, 2331, 1663, 1273],
        ]
        for (number, capacities) in table {
            XCTAssertEqual(
                ErrorCorrection.allCases.map { Version(number: number).byteCapacity($0) },
                capacities,
                "version \(number)"
            )
        }
    }

    func testAlignmentPatternsStandWhereAnnexEPutsThem() {
        let table = [
            1: [], 2: [6, 18], 6: [6, 34], 7: [6, 22, 38], 14: [6, 26, 46, 66], 16: [6, 26, 50, 74],
            22: [6, 26, 50, 74, 98], 32: [6, 34, 60, 86, 112, 138], 36: [6, 24, 50, 76, 102, 128, 154],
            39: [6, 26, 54, 82, 110, 138, 166], 40: [6, 30, 58, 86, 114, 142, 170],
        ]
        for (number, centres) in table {
            XCTAssertEqual(Version(number: number).alignmentCentres, centres, "version \(number)")
        }
    }

    func testWhatNoFunctionPatternTakesIsRoomForCodewordsAndLessThanOneMore() {
        for version in Version.all {
            let grid = Grid(functionPatternsOf: version)
            var free = 0
            for row in 0..<grid.size {
                for column in 0..<grid.size where !grid.isFunction(column, row) { free += 1 }
            }
            XCTAssertEqual(free / 8, version.codewordCount, "version \(version.number)")
        }
    }

    func testTheSmallestVersionWithRoomIsTaken() throws {
        XCTAssertEqual(try QRCode("", correction: .low).version, 1)
        for version in Version.all {
            for correction in ErrorCorrection.allCases {
                let capacity = version.byteCapacity(correction)
                XCTAssertEqual(Version.smallest(holding: capacity, correction), version)
                XCTAssertNotEqual(Version.smallest(holding: capacity + 1, correction), version)
            }
        }
    }

    func testATextThatIsTooLongIsRefusedWithItsLengthAndTheLimit() throws {
        XCTAssertEqual(try QRCode(String(repeating: "a", count: 2331)).version, 40)
        // Counted in bytes, not in characters.
        for text in [String(repeating: "a", count: 2332), String(repeating: "é", count: 1166)] {
            XCTAssertThrowsError(try QRCode(text)) { error in
                XCTAssertEqual(
                    error as? TextTooLong,
                    TextTooLong(byteCount: 2332, limit: 2331, correction: .medium)
                )
                XCTAssertEqual(
                    "\(error)",
                    "the text has 2332 bytes, and a QR code with medium error correction holds at most 2331"
                )
            }
        }
    }
}
