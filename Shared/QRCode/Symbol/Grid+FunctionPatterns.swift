extension Grid {
    /// A symbol of `version` with everything in it that is neither data nor format (§6.3); the places of the format are
    /// taken.
    init(functionPatternsOf version: Version) {
        self.init(size: version.size)
        drawTiming()
        drawAlignment(version.alignmentCentres)
        for (column, row) in [(3, 3), (size - 4, 3), (3, size - 4)] { drawFinder(around: column, row) }
        drawFormat(.low, .rowsAndColumns)
        if version.isTold { drawVersion(version) }
    }

    /// The lines of alternating modules that tell how wide a module is (§6.3.5).
    private mutating func drawTiming() {
        for place in 0..<size {
            setFunction(place, 6, dark: place.isMultiple(of: 2))
            setFunction(6, place, dark: place.isMultiple(of: 2))
        }
    }

    /// A finder pattern with its separator: squares within squares (§6.3.3, §6.3.4).
    private mutating func drawFinder(around column: Int, _ row: Int) {
        for down in -4...4 {
            for across in -4...4 {
                let ring = max(abs(down), abs(across))
                setFunction(column + across, row + down, dark: ring != 2 && ring != 4)
            }
        }
    }

    /// The alignment patterns, wherever no finder pattern is (§6.3.6).
    private mutating func drawAlignment(_ centres: [Int]) {
        guard let first = centres.first, let last = centres.last else { return }
        let corners = [[first, first], [first, last], [last, first]]
        for row in centres {
            for column in centres where !corners.contains([column, row]) {
                for down in -2...2 {
                    for across in -2...2 {
                        setFunction(column + across, row + down, dark: max(abs(down), abs(across)) != 1)
                    }
                }
            }
        }
    }

    /// Both copies of the format, and the module that is always dark (§7.9.1, figure 25).
    mutating func drawFormat(_ correction: ErrorCorrection, _ mask: Mask) {
        let format = BCHCode.format(correction, mask)
        // Around the upper left finder pattern, the least significant bit first, past the timing patterns.
        let around =
            [0, 1, 2, 3, 4, 5, 7, 8].map { (column: 8, row: $0) }
            + [7, 5, 4, 3, 2, 1, 0].map { (column: $0, row: 8) }
        // Beneath the upper right one, and beside the lower left one.
        let apart =
            (0..<8).map { (column: size - 1 - $0, row: 8) }
            + (8..<15).map { (column: 8, row: size - 15 + $0) }
        for bit in 0..<15 {
            let isDark = format >> bit & 1 == 1
            setFunction(around[bit].column, around[bit].row, dark: isDark)
            setFunction(apart[bit].column, apart[bit].row, dark: isDark)
        }
        setFunction(8, size - 8, dark: true)
    }

    /// Both copies of the version (§7.10, figure 27).
    private mutating func drawVersion(_ version: Version) {
        let bits = BCHCode.version(version)
        for bit in 0..<18 {
            let isDark = bits >> bit & 1 == 1
            let far = size - 11 + bit % 3
            let near = bit / 3
            setFunction(far, near, dark: isDark)
            setFunction(near, far, dark: isDark)
        }
    }
}
