/// How hard a symbol is to read: the mask with the lowest sum is taken (§7.8.3.1, table 11).
extension Grid {
    private static var runPenalty: Int { 3 }
    private static var blockPenalty: Int { 3 }
    private static var finderPenalty: Int { 40 }
    private static var balancePenalty: Int { 10 }
    /// The shortest run that counts.
    private static var longRun: Int { 5 }

    /// The sum of everything that makes it hard.
    var penalty: Int {
        let rows = lines
        let columns = (0..<size).map { column in rows.map { $0[column] } }
        let lines = (rows + columns).reduce(0) { $0 + Self.runs(in: $1) + Self.finderLookalikes(in: $1) }
        return lines + blocks(in: rows) + imbalance(of: rows)
    }

    private var lines: [[Bool]] {
        (0..<size).map { row in (0..<size).map { isDark($0, row) } }
    }

    /// Five or more modules of one colour in a line: 3, and 1 for each above five.
    static func runs(in line: [Bool]) -> Int {
        var sum = 0
        var length = 0
        for (index, module) in line.enumerated() {
            length = index > 0 && line[index - 1] == module ? length + 1 : 1
            if length == longRun { sum += runPenalty } else if length > longRun { sum += 1 }
        }
        return sum
    }

    /// Dark and light as 1:1:3:1:1, with four light modules before or after it, as a finder pattern has them: 40.
    ///
    /// What lies beyond the edge is light.
    static func finderLookalikes(in line: [Bool]) -> Int {
        var sum = 0
        // The last eleven modules as bits; before the edge they are light.
        var window = 0
        for module in line + lightEdge {
            window = (window << 1 | (module ? 1 : 0)) & 0b111_1111_1111
            if window == 0b0000_1011101 || window == 0b1011101_0000 { sum += finderPenalty }
        }
        return sum
    }

    private static let lightEdge = [false, false, false, false]

    /// Each square of two by two in one colour: 3.
    private func blocks(in rows: [[Bool]]) -> Int {
        var sum = 0
        for row in 1..<size {
            let upper = rows[row - 1]
            let lower = rows[row]
            for column in 1..<size
            where upper[column - 1] == upper[column] && lower[column - 1] == upper[column]
                && lower[column] == upper[column]
            {
                sum += Self.blockPenalty
            }
        }
        return sum
    }

    /// 10 for each whole step of five per cent by which the dark part is away from half.
    private func imbalance(of rows: [[Bool]]) -> Int {
        let dark = rows.reduce(0) { $0 + $1.count(where: \.self) }
        let total = size * size
        return abs(dark * 20 - total * 10) / total * Self.balancePenalty
    }
}
