import CSodium
import Foundation

/// Argon2id (RFC 9106), as libsodium computes it.
///
/// Both functions take milliseconds and megabytes, so only hashing threads call them.
enum Argon2 {
    static func hash(
        _ password: PreparedPassword,
        salt: [UInt8],
        parameters: Argon2Parameters
    ) throws(HashingFailed) -> PasswordHash {
        var hash = [UInt8](repeating: 0, count: PasswordHash.hashByteCount)
        let result = password.withCharacters { characters, count in
            crypto_pwhash(
                &hash,
                UInt64(PasswordHash.hashByteCount),
                characters,
                count,
                salt,
                UInt64(parameters.passes),
                parameters.memoryKiB * 1024,
                crypto_pwhash_alg_argon2id13()
            )
        }
        guard result == 0 else { throw HashingFailed(errorNumber: errno) }
        return PasswordHash(parameters, salt: salt, hash: hash)
    }

    static func verify(_ password: PreparedPassword, against hash: PasswordHash) throws(HashingFailed) -> Bool {
        let (result, errorNumber) = password.withCharacters { characters, count in
            errno = 0
            return (crypto_pwhash_argon2id_str_verify(hash.text, characters, count), errno)
        }
        if result == 0 { return true }
        // libsodium says EINVAL for another password; anything else is a hash that could not be computed.
        guard errorNumber == EINVAL else { throw HashingFailed(errorNumber: errorNumber) }
        return false
    }
}

/// Argon2 could not run at all: mostly for want of memory.
public struct HashingFailed: Error, Hashable, CustomStringConvertible {
    let errorNumber: Int32

    public var description: String {
        "the password could not be hashed: \(String(cString: strerror(errorNumber)))"
    }
}
