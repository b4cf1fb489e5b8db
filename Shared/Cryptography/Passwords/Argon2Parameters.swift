/// How much work one Argon2id hash is: memory, and how often it is gone over.
///
/// It is always one lane: requests run side by side already.
public struct Argon2Parameters: Sendable, Hashable, CustomStringConvertible {
    /// The memory that a hash may take, in KiB: from Argon2's least to a quarter of a GiB.
    public static let memoryLimitsKiB = 8...262_144
    /// How often that memory may be gone over.
    public static let passLimits = 1...16

    /// What OWASP asks for at least, and what new hashes are made with: 19 MiB, gone over twice.
    public static let recommended = Argon2Parameters(checkedMemoryKiB: 19 * 1024, passes: 2)

    /// The memory of one hash, in KiB.
    public let memoryKiB: Int
    /// How often the memory is gone over.
    public let passes: Int

    /// These parameters, or `nil` where they lie outside the limits.
    public init?(memoryKiB: Int, passes: Int) {
        guard Self.memoryLimitsKiB.contains(memoryKiB), Self.passLimits.contains(passes) else { return nil }
        self.init(checkedMemoryKiB: memoryKiB, passes: passes)
    }

    private init(checkedMemoryKiB memoryKiB: Int, passes: Int) {
        self.memoryKiB = memoryKiB
        self.passes = passes
    }

    /// The parameters as a PHC string writes them.
    public var description: String { "m=\(memoryKiB),t=\(passes),p=1" }

    /// Whether these demand more of a guesser in either respect.
    func exceed(_ other: Argon2Parameters) -> Bool {
        memoryKiB > other.memoryKiB || passes > other.passes
    }
}
