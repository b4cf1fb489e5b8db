/// A square of modules, and which of them are function patterns, which no data and no mask may touch.
struct Grid: Hashable, Sendable {
    let size: Int
    private var dark: [Bool]
    private var isFunction: [Bool]

    /// A light square.
    init(size: Int) {
        self.size = size
        dark = Array(repeating: false, count: size * size)
        isFunction = Array(repeating: false, count: size * size)
    }

    /// Whether a module is dark; beyond the edges all are light.
    func isDark(_ column: Int, _ row: Int) -> Bool {
        guard (0..<size).contains(column), (0..<size).contains(row) else { return false }
        return dark[row * size + column]
    }

    /// Whether a module belongs to a function pattern.
    func isFunction(_ column: Int, _ row: Int) -> Bool {
        isFunction[row * size + column]
    }

    /// Sets a module of a function pattern; what would lie beyond the edges is left out.
    mutating func setFunction(_ column: Int, _ row: Int, dark isDark: Bool) {
        guard (0..<size).contains(column), (0..<size).contains(row) else { return }
        dark[row * size + column] = isDark
        isFunction[row * size + column] = true
    }

    /// Sets a module.
    mutating func set(_ column: Int, _ row: Int, dark isDark: Bool) {
        dark[row * size + column] = isDark
    }

    /// Puts the codewords' bits in their places: in columns of two, from the right, upwards and downwards in turns (§7.7.3).
    mutating func place(_ codewords: [UInt8]) {
        var bits = codewords.lazy.flatMap { byte in (0..<8).lazy.map { byte >> UInt8(7 - $0) & 1 == 1 } }.makeIterator()
        var goesUp = true
        // The vertical timing pattern has a column of its own.
        let rightColumns = Array(stride(from: size - 1, to: 6, by: -2)) + Array(stride(from: 5, to: 0, by: -2))
        for right in rightColumns {
            for step in 0..<size {
                let row = goesUp ? size - 1 - step : step
                for column in [right, right - 1] where !isFunction(column, row) {
                    // A few modules may be left over; they stay light (§7.7.3, remainder bits).
                    set(column, row, dark: bits.next() ?? false)
                }
            }
            goesUp.toggle()
        }
    }

    /// Inverts the modules that `mask` covers, function patterns apart.
    mutating func apply(_ mask: Mask) {
        for row in 0..<size {
            for column in 0..<size where !isFunction(column, row) && mask.covers(column, row) {
                dark[row * size + column].toggle()
            }
        }
    }
}
