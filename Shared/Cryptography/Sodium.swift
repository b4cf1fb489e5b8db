import CSodium

/// Whether `sodium_init` has run, which chooses the fastest code that this processor can execute.
enum Sodium {
    // A failure leaves libsodium's portable code in place, which gives the same answers; randomness is never drawn from
    // libsodium, so nothing else depends on it.
    private static let started: Bool = sodium_init() >= 0

    /// Chooses libsodium's code once a process; later calls cost one comparison.
    static func prepare() {
        _ = started
    }
}

/// Whether two byte strings are the same, in a time that depends on their lengths alone.
///
/// Lengths are not secret here: tokens, tags and codes have lengths that everybody knows.
public func constantTimeEquals(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    left.count == right.count && sodium_memcmp(left, right, left.count) == 0
}
