import CSodium
import Foundation
import ServiceRuntime

/// A password made ready for hashing: normalised, and in memory that is wiped when it is let go.
///
/// The strings that it came from are Swift's, which nobody can wipe; they live as long as the request.
// @unchecked: the bytes are written in `init` and wiped in `deinit`, and only read in between.
final class PreparedPassword: @unchecked Sendable {
    private let characters: UnsafeMutablePointer<CChar>
    private let count: Int

    /// Prepares a password, or throws where it is too long for anybody to have chosen it.
    init(_ password: Secret<String>) throws(PasswordTooLong) {
        let typed = password.expose()
        // The bytes are counted first: a scalar takes at most four, and counting scalars reads the whole text.
        guard typed.utf8.count <= PasswordHasher.passwordLimit * 4,
            typed.unicodeScalars.count <= PasswordHasher.passwordLimit
        else { throw PasswordTooLong() }
        // NIST SP 800-63B §5.1.1.2: keyboards compose characters differently, so the same password may arrive in two
        // forms; NFKC makes one of them.
        let normalised = typed.precomposedStringWithCompatibilityMapping.utf8
        count = normalised.count
        characters = .allocate(capacity: count + 1)
        characters.initialize(repeating: 0, count: count + 1)
        for (index, byte) in normalised.enumerated() { characters[index] = CChar(bitPattern: byte) }
    }

    deinit {
        sodium_memzero(characters, count + 1)
        characters.deallocate()
    }

    /// Lends the bytes, as the C type that libsodium takes.
    func withCharacters<Result>(_ body: (UnsafePointer<CChar>, UInt64) -> Result) -> Result {
        body(characters, UInt64(count))
    }
}

/// The password has more characters than any password may have.
public struct PasswordTooLong: Error, Hashable, CustomStringConvertible {
    public var description: String { "the password is longer than \(PasswordHasher.passwordLimit) characters" }
}
