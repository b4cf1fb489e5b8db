/// A size of symbol, from 1 to 40, and what follows from it (§5.3.1).
struct Version: Hashable, Sendable {
    let number: Int

    static let all = (1...40).map(Version.init(number:))
    static let largest = Version(number: 40)

    /// The smallest that holds this many bytes.
    static func smallest(holding byteCount: Int, _ correction: ErrorCorrection) -> Version? {
        all.first { $0.byteCapacity(correction) >= byteCount }
    }

    /// Modules on each side.
    var size: Int { number * 4 + 17 }

    /// Whether the symbol tells its version beside the finder patterns (§7.10).
    var isTold: Bool { number >= 7 }

    /// Rows, and columns, on which alignment patterns are centred (§6.3.6, annex E).
    var alignmentCentres: [Int] {
        guard number > 1 else { return [] }
        let count = number / 7 + 2
        // Evenly spaced from the right by an even step; only the first gap may be narrower. Version 32 is the one exception.
        let step = number == 32 ? 26 : (number * 4 + count * 2 + 1) / (count * 2 - 2) * 2
        return [6] + (0..<count - 1).reversed().map { size - 7 - $0 * step }
    }

    /// How many whole codewords the modules hold that no function pattern takes (§5.3.1, table 1).
    var codewordCount: Int {
        let finders = 3 * 8 * 8
        let format = 2 * 15 + 1
        let timing = 2 * (size - 16)
        let versions = isTold ? 2 * 18 : 0
        let count = alignmentCentres.count
        // Three corners have finder patterns instead; those on the timing patterns share five modules with them.
        let alignment = count == 0 ? 0 : (count * count - 3) * 25 - 2 * (count - 2) * 5
        return (size * size - finders - format - timing - versions - alignment) / 8
    }

    /// How many of the codewords are data.
    func dataCount(_ correction: ErrorCorrection) -> Int {
        codewordCount - correction.correctionPerBlock(in: self) * correction.blockCount(in: self)
    }

    /// How many bits tell the length of a text in byte mode (§7.4.1, table 3).
    var lengthBits: Int { number < 10 ? 8 : 16 }

    /// How many bytes of text have room: what is left of the data beside mode and length.
    func byteCapacity(_ correction: ErrorCorrection) -> Int {
        (dataCount(correction) * 8 - Codewords.modeBits - lengthBits) / 8
    }
}
