import CSodium

/// SHA-256 (FIPS 180-4).
public enum SHA256 {
    /// The length of every digest, in bytes.
    public static let byteCount = 32

    /// The 32 bytes of the digest.
    public static func hash(_ bytes: some Sequence<UInt8>) -> [UInt8] {
        bytes.withContiguousStorageIfAvailable(hash(contiguous:))
            ?? Array(bytes).withUnsafeBufferPointer(hash(contiguous:))
    }

    private static func hash(contiguous bytes: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: byteCount)
        crypto_hash_sha256(&digest, bytes.baseAddress, UInt64(bytes.count))
        return digest
    }
}
