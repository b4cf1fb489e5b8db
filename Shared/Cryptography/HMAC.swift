import COpenSSL

/// Keyed digests (RFC 2104), for any length of key.
public enum HMAC {
    /// A digest that HMAC is built on.
    public enum Algorithm: String, Sendable, Codable, CaseIterable {
        /// Weak as a digest, sound in HMAC, and what authenticator apps speak.
        case sha1
        case sha256
        case sha512

        /// The length of a tag, in bytes.
        public var byteCount: Int {
            switch self {
            case .sha1: 20
            case .sha256: 32
            case .sha512: 64
            }
        }
    }

    /// The 20-byte HMAC-SHA-1 of a message.
    public static func sha1(key: [UInt8], message: [UInt8]) -> [UInt8] { tag(.sha1, key: key, message: message) }

    /// The 32-byte HMAC-SHA-256 of a message.
    public static func sha256(key: [UInt8], message: [UInt8]) -> [UInt8] { tag(.sha256, key: key, message: message) }

    /// The 64-byte HMAC-SHA-512 of a message.
    public static func sha512(key: [UInt8], message: [UInt8]) -> [UInt8] { tag(.sha512, key: key, message: message) }

    /// The tag of a message, `algorithm.byteCount` bytes long.
    public static func tag(_ algorithm: Algorithm, key: [UInt8], message: [UInt8]) -> [UInt8] {
        let digest =
            switch algorithm {
            case .sha1: EVP_sha1()
            case .sha256: EVP_sha256()
            case .sha512: EVP_sha512()
            }
        return [UInt8](unsafeUninitializedCapacity: algorithm.byteCount) { tag, count in
            var written: UInt32 = 0
            let result = COpenSSL.HMAC(
                digest,
                key,
                Int32(clamping: key.count),
                message,
                message.count,
                tag.baseAddress,
                &written
            )
            // No input reaches this: it says that OpenSSL was built or configured without the digest. Going on without a
            // tag would let every code and every signature pass.
            precondition(result != nil && written == algorithm.byteCount, "OpenSSL cannot compute HMAC-\(algorithm)")
            count = Int(written)
        }
    }
}
