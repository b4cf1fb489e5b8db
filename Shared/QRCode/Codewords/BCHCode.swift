/// The two short codes that protect what a reader must know first (annexes C and D).
enum BCHCode {
    private static let formatGenerator = 0b101_0011_0111
    /// Keeps the format from being all light (§7.9.1).
    private static let formatMask = 0b101_0100_0001_0010
    private static let versionGenerator = 0b1_1111_0010_0101

    /// The fifteen bits that tell level and mask.
    static func format(_ correction: ErrorCorrection, _ mask: Mask) -> Int {
        let data = correction.bits << 3 | mask.rawValue
        return (data << 10 | remainder(of: data, checkBits: 10, generator: formatGenerator)) ^ formatMask
    }

    /// The eighteen bits that tell the version.
    static func version(_ version: Version) -> Int {
        let data = version.number
        return data << 12 | remainder(of: data, checkBits: 12, generator: versionGenerator)
    }

    private static func remainder(of data: Int, checkBits: Int, generator: Int) -> Int {
        var remainder = data
        for _ in 0..<checkBits {
            remainder <<= 1
            if remainder >> checkBits & 1 == 1 { remainder ^= generator }
        }
        return remainder
    }
}
