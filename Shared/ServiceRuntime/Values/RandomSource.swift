/// Where chance comes from: identifiers, tokens, jitter.
public protocol RandomSource: Sendable {
    /// Draws bytes; a negative count draws none.
    func bytes(_ count: Int) -> [UInt8]
}

/// The operating system's generator, fit for keys and tokens.
public struct SystemRandom: RandomSource {
    /// Makes the operating system's generator.
    public init() {}

    /// Draws bytes that nobody can foretell.
    public func bytes(_ count: Int) -> [UInt8] {
        // On Linux this generator reads getrandom(2) and keeps no state of its own.
        var generator = SystemRandomNumberGenerator()
        var drawn: [UInt8] = []
        drawn.reserveCapacity(max(count, 0))
        while drawn.count < count {
            let word: UInt64 = generator.next()
            for shift in stride(from: 0, to: 64, by: 8) where drawn.count < count {
                drawn.append(UInt8(truncatingIfNeeded: word >> UInt64(shift)))
            }
        }
        return drawn
    }
}
