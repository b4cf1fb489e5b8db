import XCTest

@testable import QRCode

final class SymbolTests: XCTestCase {
    func testThreeCornersHaveFinderPatternsWithTheirSeparators() throws {
        let picture = [
            "#######.",
            "#.....#.",
            "#.###.#.",
            "#.###.#.",
            "#.###.#.",
            "#.....#.",
            "#######.",
            "........",
        ]
        for code in try [QRCode("a"), QRCode(String(repeating: "a", count: 200))] {
            let last = code.size - 1
            for (row, line) in picture.enumerated() {
                for (column, character) in line.enumerated() {
                    XCTAssertEqual(code[column, row], character == "#")
                    XCTAssertEqual(code[last - column, row], character == "#")
                    XCTAssertEqual(code[column, last - row], character == "#")
                }
            }
        }
    }

    func testTimingPatternsAlternateAndTheDarkModuleIsDark() throws {
        let code = try QRCode("otpauth://totp/Portico:ada", correction: .high)
        for place in 8..<code.size - 8 {
            XCTAssertEqual(code[place, 6], place.isMultiple(of: 2))
            XCTAssertEqual(code[6, place], place.isMultiple(of: 2))
        }
        XCTAssertTrue(code[8, code.size - 8])
    }

    func testBothCopiesOfTheFormatTellLevelAndMask() throws {
        for correction in ErrorCorrection.allCases {
            let code = try QRCode("format", correction: correction)
            let last = code.size - 1
            let upperLeft =
                [(0, 8), (1, 8), (2, 8), (3, 8), (4, 8), (5, 8), (7, 8), (8, 8)]
                + [(8, 7), (8, 5), (8, 4), (8, 3), (8, 2), (8, 1), (8, 0)]
            let others = (0..<7).map { (8, last - $0) } + (0..<8).map { (last - 7 + $0, 8) }
            for places in [upperLeft, others] {
                // The most significant bit comes first.
                let format = places.reduce(0) { $0 << 1 | (code[$1.0, $1.1] ? 1 : 0) }
                XCTAssertEqual(format, BCHCode.format(correction, code.mask))
            }
        }
    }

    func testBeyondTheEdgesEverythingIsLight() throws {
        let code = try QRCode("a")
        for (column, row) in [(-1, 0), (0, -1), (code.size, 0), (0, code.size), (.min, .max)] {
            XCTAssertFalse(code[column, row])
        }
    }

    func testEveryMaskInvertsWhatTheStandardSays() {
        // The upper left six by six of figure 21's patterns.
        let pictures: [Mask: [String]] = [
            .rowsAndColumns: ["#.#.#.", ".#.#.#", "#.#.#.", ".#.#.#", "#.#.#.", ".#.#.#"],
            .rows: ["######", "......", "######", "......", "######", "......"],
            .columns: ["#..#..", "#..#..", "#..#..", "#..#..", "#..#..", "#..#.."],
            .diagonals: ["#..#..", "..#..#", ".#..#.", "#..#..", "..#..#", ".#..#."],
            .blocks: ["###...", "###...", "...###", "...###", "###...", "###..."],
            .productSums: ["######", "#.....", "#..#..", "#.#.#.", "#..#..", "#....."],
            .productParity: ["######", "###...", "##.##.", "#.#.#.", "#.##.#", "#...##"],
            .sumParity: ["#.#.#.", "...###", "#...##", ".#.#.#", "###...", ".###.."],
        ]
        for mask in Mask.allCases {
            let picture = (0..<6).map { row in
                (0..<6).map { column in mask.covers(column, row) ? "#" : "." }.joined()
            }
            XCTAssertEqual(picture, pictures[mask], "\(mask)")
        }
    }

    func testTheMaskWithTheLowestPenaltyIsTaken() throws {
        for text in ["a", "0000000000000000", "otpauth://totp/Portico:ada?secret=JBSWY3DPEHPK3PXP&issuer=Portico"] {
            let code = try QRCode(text)
            let version = Version(number: code.version)
            let data = Codewords.data(of: Array(text.utf8), in: version, .medium)
            let penalties = Mask.allCases.map { mask in
                var grid = Grid(functionPatternsOf: version)
                grid.place(Codewords.interleaved(data: data, in: version, .medium))
                grid.apply(mask)
                grid.drawFormat(.medium, mask)
                return grid.penalty
            }
            XCTAssertGreaterThan(Set(penalties).count, 1)
            XCTAssertEqual(penalties[code.mask.rawValue], penalties.min())
        }
    }
}
