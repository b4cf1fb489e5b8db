public import ServiceRuntime

/// Hashes and verifies passwords with Argon2id, a few at a time, on threads of its own.
///
/// Each hash takes some 20 ms and 19 MiB by design. So their number is bounded twice, at work and waiting: more are
/// refused at once, which costs a guesser more than it costs us. What waits longer than its caller is dropped unhashed.
public final class PasswordHasher: Sendable {
    /// Too many passwords wait to be hashed; come back later.
    public struct Overloaded: Error, Hashable, CustomStringConvertible {
        public var description: String { "too many passwords wait to be hashed" }
    }

    /// The most characters (Unicode scalars) that a password may have; longer ones are never hashed.
    public static let passwordLimit = 256

    private let threads: HashingThreads
    private let parameters: Argon2Parameters
    private let random: any RandomSource
    /// What a password is verified against where there is none, so that it takes as long.
    private let nobody: PasswordHash

    /// Starts this many threads, at least one; besides what they are at, `queueLimit` passwords may wait.
    public init(
        threads: Int,
        queueLimit: Int,
        parameters: Argon2Parameters = .recommended,
        random: any RandomSource = SystemRandom()
    ) {
        Sodium.prepare()
        self.threads = HashingThreads(count: threads, queueLimit: queueLimit)
        self.parameters = parameters
        self.random = random
        nobody = PasswordHash(
            parameters,
            salt: random.bytes(PasswordHash.saltByteCount),
            hash: random.bytes(PasswordHash.hashByteCount)
        )
    }

    /// Hashes a new password, under a new salt.
    ///
    /// Throws `PasswordTooLong`, `Overloaded`, `CancellationError`, `HashingDeadlinePassed` or `HashingFailed`.
    public func hash(_ password: Secret<String>) async throws -> PasswordHash {
        let prepared = try PreparedPassword(password)
        let salt = random.bytes(PasswordHash.saltByteCount)
        return try await threads.run { [parameters] in
            try Argon2.hash(prepared, salt: salt, parameters: parameters)
        }
    }

    /// Whether this password has this hash; without one, as much work is done and the answer is no.
    ///
    /// A password that is too long is no one's, so the answer is no, at once: that depends on what was typed alone.
    /// Throws `Overloaded`, `CancellationError`, `HashingDeadlinePassed` or `HashingFailed`.
    public func verify(_ password: Secret<String>, against hash: PasswordHash?) async throws -> Bool {
        guard let prepared = try? PreparedPassword(password) else { return false }
        let isMatch = try await threads.run { [nobody] in
            try Argon2.verify(prepared, against: hash ?? nobody)
        }
        return isMatch && hash != nil
    }

    /// Refuses at once what would be refused anyway, before anybody goes to the trouble of finding a hash to verify against.
    ///
    /// - Throws: `Overloaded` where too many wait; others may still be faster than whoever was let pass.
    public func requireRoom() throws(Overloaded) {
        guard threads.hasRoom() else { throw Overloaded() }
    }

    /// Whether a password that was just verified ought to be hashed again, because parameters have risen since.
    public func needsRehash(_ hash: PasswordHash) -> Bool {
        hash.isWeaker(than: parameters)
    }

    /// What it has done so far and is doing now, for metrics.
    public var counts: HashingCounts { threads.counts }
}
