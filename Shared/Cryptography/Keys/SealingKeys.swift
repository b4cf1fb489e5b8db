import CSodium
public import ServiceRuntime

/// The keys that secrets at rest are sealed with: XChaCha20-Poly1305 under the first, opened by any.
///
/// A sealed value is bound to a context, such as `"mfa.factors.secret:<account id>"`: moved to another row or another
/// use it does not open. Sealed form, whose header is authenticated too:
///
///     version 1 (1 byte) · key id (4) · nonce (24) · ciphertext · tag (16)
public struct SealingKeys: Sendable {
    /// How many bytes a sealed value is longer than the plain one.
    public static let overhead = headerByteCount + nonceByteCount + tagByteCount

    private static let version: UInt8 = 1
    private static let headerByteCount = 1 + KeyText.idByteCount
    private static let nonceByteCount = 24
    private static let tagByteCount = 16

    private struct Key: Sendable {
        let id: [UInt8]
        let bytes: Secret<[UInt8]>

        init(_ bytes: [UInt8]) {
            id = KeyText.id(of: bytes, purpose: "sealing")
            self.bytes = Secret(bytes)
        }
    }

    private let current: Key
    private let older: [Key]
    private let random: any RandomSource

    /// Draws one new key, whose `text` goes into a file.
    public static func generate(random: any RandomSource = SystemRandom()) -> SealingKeys {
        SealingKeys(current: Key(random.bytes(KeyText.keyByteCount)), older: [], random: random)
    }

    /// Reads the lines of a key file, the current key first; throws a `KeyTextError`.
    public init(parsing text: Secret<String>, random: any RandomSource = SystemRandom()) throws {
        let keys = try KeyText.parse(text.expose()).map { line throws(KeyTextError) in
            let key = Key(line.key)
            guard key.id == line.id else { throw KeyTextError(.wrongID, line: line.number) }
            return key
        }
        self.init(current: keys[0], older: Array(keys.dropFirst()), random: random)
    }

    private init(current: Key, older: [Key], random: any RandomSource) {
        Sodium.prepare()
        self.current = current
        self.older = older
        self.random = random
    }

    /// The text of a key file that holds these keys.
    public var text: Secret<String> {
        Secret(([current] + older).map { KeyText.write(id: $0.id, key: $0.bytes.expose()) }.joined())
    }

    /// The id of the key that seals, for the log and for the operator.
    public var currentKeyID: String { Hex.encode(current.id) }

    /// Seals under the current key; opens only with the same context.
    public func seal(_ plain: [UInt8], context: String) -> [UInt8] {
        let header = [Self.version] + current.id
        // 192 random bits: drawn for every value without ever counting, they do not meet again.
        let nonce = random.bytes(Self.nonceByteCount)
        let associated = header + context.utf8
        let key = current.bytes.expose()
        var boxed = [UInt8](repeating: 0, count: plain.count + Self.tagByteCount)
        crypto_aead_xchacha20poly1305_ietf_encrypt(
            &boxed,
            nil,
            plain,
            UInt64(plain.count),
            associated,
            UInt64(associated.count),
            nil,
            nonce,
            key
        )
        return header + nonce + boxed
    }

    /// Opens what any of these keys sealed for this context; throws a `SealingError`.
    public func open(_ sealed: [UInt8], context: String) throws -> [UInt8] {
        guard sealed.count >= Self.overhead, sealed[0] == Self.version else { throw SealingError.malformed }
        let header = Array(sealed[..<Self.headerByteCount])
        guard let key = ([current] + older).first(where: { $0.id == Array(header[1...]) }) else {
            throw SealingError.unknownKey(id: Hex.encode(header[1...]))
        }
        let nonce = Array(sealed[Self.headerByteCount...].prefix(Self.nonceByteCount))
        let boxed = Array(sealed[(Self.headerByteCount + Self.nonceByteCount)...])
        let associated = header + context.utf8
        let keyBytes = key.bytes.expose()
        var plain = [UInt8](repeating: 0, count: boxed.count - Self.tagByteCount)
        let result = crypto_aead_xchacha20poly1305_ietf_decrypt(
            &plain,
            nil,
            nil,
            boxed,
            UInt64(boxed.count),
            associated,
            UInt64(associated.count),
            nonce,
            keyBytes
        )
        guard result == 0 else { throw SealingError.notAuthentic }
        return plain
    }

    /// Whether a sealed value is under the current key, so that a rotation knows what is left to seal anew.
    public func isCurrent(_ sealed: [UInt8]) -> Bool {
        sealed.starts(with: [Self.version] + current.id)
    }
}

/// Why a sealed value did not open.
public enum SealingError: Error, Hashable, CustomStringConvertible {
    /// It is too short, or in a form that this program does not know.
    case malformed
    /// None of the keys at hand sealed it: a key was taken out of the file too early, or the file is another program's.
    case unknownKey(id: String)
    /// The value was altered, or sealed for another context.
    case notAuthentic

    public var description: String {
        switch self {
        case .malformed: "the sealed value is malformed"
        case .unknownKey(let id): "the sealed value needs sealing key \(id), which is not among the keys at hand"
        case .notAuthentic: "the sealed value was altered or belongs elsewhere"
        }
    }
}
