import XCTest

@testable import QRCode

final class PenaltyTests: XCTestCase {
    func testRunsCountFromFiveModulesOn() {
        XCTAssertEqual(Grid.runs(in: line("#.#.####.")), 0)
        XCTAssertEqual(Grid.runs(in: line("#####.")), 3)
        XCTAssertEqual(Grid.runs(in: line(".......#")), 5)
        XCTAssertEqual(Grid.runs(in: line("#####.....")), 6)
    }

    func testWhatLooksLikeAFinderPatternCountsOnEachSideThatIsLight() {
        XCTAssertEqual(Grid.finderLookalikes(in: line("#.###.#....#")), 80, "the edge and four modules")
        XCTAssertEqual(Grid.finderLookalikes(in: line("#....#.###.#...##")), 40)
        XCTAssertEqual(Grid.finderLookalikes(in: line("##...#.###.#...##")), 0)
        XCTAssertEqual(Grid.finderLookalikes(in: line("#....#.##..#....#")), 0)
        XCTAssertEqual(Grid.finderLookalikes(in: line("###")), 0)
    }

    func testBlocksAndImbalanceCount() {
        // Six by six, all light: each line a run of six (12 × 4), 25 blocks, and ten steps away from balance.
        var grid = Grid(size: 6)
        XCTAssertEqual(grid.penalty, 12 * 4 + 25 * 3 + 10 * 10)
        // A chequerboard has nothing to complain of.
        for row in 0..<6 {
            for column in 0..<6 { grid.set(column, row, dark: (row + column).isMultiple(of: 2)) }
        }
        XCTAssertEqual(grid.penalty, 0)
        // 20 of 36 are dark: 55.6 %, one whole step; and what was made dark stands in two blocks.
        grid.set(1, 0, dark: true)
        grid.set(0, 1, dark: true)
        XCTAssertEqual(grid.penalty, 10 + 3 + 0)
    }

    private func line(_ picture: String) -> [Bool] { picture.map { $0 == "#" } }
}
