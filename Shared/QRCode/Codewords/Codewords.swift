/// Turns bytes of text into a symbol's codewords.
enum Codewords {
    /// How many bits name a mode (§7.4.1).
    static let modeBits = 4
    /// Byte mode (table 2).
    private static let byteMode = 0b0100
    /// What fills the codewords that the text leaves over, in turns (§7.4.10).
    private static let padding: [UInt8] = [0xEC, 0x11]

    /// The data codewords: mode, length, the bytes, the terminator, and padding (§7.4.5, §7.4.9, §7.4.10).
    ///
    /// The bytes must fit into `version`.
    static func data(of bytes: [UInt8], in version: Version, _ correction: ErrorCorrection) -> [UInt8] {
        var bits = BitWriter()
        bits.append(byteMode, count: modeBits)
        bits.append(bytes.count, count: version.lengthBits)
        for byte in bytes { bits.append(Int(byte), count: 8) }
        // In byte mode the last codeword is half full: the terminator of four zeros ends it, whatever the version.
        bits.append(0, count: 4)
        var codewords = bits.bytes
        while codewords.count < version.dataCount(correction) {
            for pad in padding where codewords.count < version.dataCount(correction) { codewords.append(pad) }
        }
        return codewords
    }

    /// Splits the data into blocks, adds each block's correction, and takes codewords from the blocks in turns (§7.6).
    static func interleaved(data: [UInt8], in version: Version, _ correction: ErrorCorrection) -> [UInt8] {
        let blockCount = correction.blockCount(in: version)
        // The later blocks have one codeword more where they do not come out even.
        let shortLength = data.count / blockCount
        let shortBlocks = blockCount - data.count % blockCount
        let solomon = ReedSolomon(correctionCount: correction.correctionPerBlock(in: version))

        var blocks: [ArraySlice<UInt8>] = []
        var rest = data[...]
        for index in 0..<blockCount {
            blocks.append(rest.prefix(index < shortBlocks ? shortLength : shortLength + 1))
            rest = rest.dropFirst(blocks[index].count)
        }
        let corrections = blocks.map { solomon.correction(of: Array($0))[...] }
        return inTurns(blocks) + inTurns(corrections)
    }

    private static func inTurns(_ blocks: [ArraySlice<UInt8>]) -> [UInt8] {
        let longest = blocks.map(\.count).max() ?? 0
        return (0..<longest).flatMap { index in
            blocks.compactMap { index < $0.count ? $0[$0.startIndex + index] : nil }
        }
    }
}

/// Bits, the most significant of each number first, as they fill bytes.
struct BitWriter {
    private(set) var bytes: [UInt8] = []
    private var bitCount = 0

    /// Appends the lowest `count` bits of `value`.
    mutating func append(_ value: Int, count: Int) {
        for shift in (0..<count).reversed() {
            if bitCount % 8 == 0 { bytes.append(0) }
            bytes[bitCount / 8] |= UInt8(value >> shift & 1) << UInt8(7 - bitCount % 8)
            bitCount += 1
        }
    }
}
