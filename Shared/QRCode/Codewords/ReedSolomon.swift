/// The Reed-Solomon code of QR codes, over the field of 256 elements (§7.5.2, annex A).
struct ReedSolomon {
    /// The generator polynomial's coefficients after the leading 1, highest power first.
    let generator: [UInt8]

    /// A code that adds `correctionCount` codewords: its generator is the product of `x - 2^i` for `i` below that.
    init(correctionCount: Int) {
        var generator: [UInt8] = [1]
        var root: UInt8 = 1
        for _ in 0..<correctionCount {
            // Multiply by (x - root); in this field minus is plus.
            var product = generator + [0]
            for (power, coefficient) in generator.enumerated() {
                product[power + 1] ^= GaloisField.product(coefficient, root)
            }
            generator = product
            root = GaloisField.product(root, 2)
        }
        self.generator = Array(generator.dropFirst())
    }

    /// The codewords that correct `data`: what is left of it when the generator divides it.
    func correction(of data: [UInt8]) -> [UInt8] {
        var remainder = [UInt8](repeating: 0, count: generator.count)
        for codeword in data {
            let factor = codeword ^ remainder.removeFirst()
            remainder.append(0)
            for (index, coefficient) in generator.enumerated() {
                remainder[index] ^= GaloisField.product(coefficient, factor)
            }
        }
        return remainder
    }
}

/// The field of 256 elements, made by `x⁸ + x⁴ + x³ + x² + 1` (§7.5.2).
enum GaloisField {
    private static let reduction = 0x11D

    static func product(_ left: UInt8, _ right: UInt8) -> UInt8 {
        var result = 0
        for shift in (0..<8).reversed() {
            result <<= 1
            if result & 0x100 != 0 { result ^= reduction }
            if right >> UInt8(shift) & 1 == 1 { result ^= Int(left) }
        }
        return UInt8(result)
    }
}
