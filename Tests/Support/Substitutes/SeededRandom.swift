public import ServiceRuntime
import Synchronization

/// Chance that repeats itself: the same seed draws the same bytes.
public final class SeededRandom: RandomSource {
    private let state: Mutex<UInt64>

    /// Makes a source from a seed.
    public init(seed: UInt64 = 1) {
        state = Mutex(seed)
    }

    /// Draws bytes by SplitMix64, which is fair and no good for keys.
    public func bytes(_ count: Int) -> [UInt8] {
        state.withLock { state in
            (0..<max(count, 0)).map { _ in
                state &+= 0x9E37_79B9_7F4A_7C15
                var word = state
                word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
                word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
                return UInt8(truncatingIfNeeded: word ^ (word >> 31))
            }
        }
    }
}
