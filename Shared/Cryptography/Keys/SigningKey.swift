import CSodium
public import ServiceRuntime

/// An Ed25519 key that signs (RFC 8032): passports and proofs.
public struct SigningKey: Sendable {
    /// The length of every signature, in bytes.
    public static let signatureByteCount = 64

    private let seed: Secret<[UInt8]>
    private let secretKey: Secret<[UInt8]>

    /// The half that everybody may know.
    public let publicKey: VerifyingKey

    /// Names the key in what it signs, so that verifiers find its other half.
    public var keyID: String { publicKey.keyID }

    /// Draws a new key, whose `text` goes into a secret file and whose `publicKey.text` into a public one.
    public static func generate(random: any RandomSource = SystemRandom()) -> SigningKey {
        SigningKey(seed: random.bytes(KeyText.keyByteCount))
    }

    /// Reads the first line of a key file, after checking all of them; throws a `KeyTextError`.
    public init(parsing text: Secret<String>) throws {
        self = try Self.all(parsing: text)[0]
    }

    /// The key file that holds this key.
    public var text: Secret<String> { Secret(KeyText.write(id: publicKey.idBytes, key: seed.expose())) }

    /// The 64 bytes of the signature.
    public func sign(_ message: [UInt8]) -> [UInt8] {
        let key = secretKey.expose()
        var signature = [UInt8](repeating: 0, count: Self.signatureByteCount)
        crypto_sign_detached(&signature, nil, message, UInt64(message.count), key)
        return signature
    }

    /// Every key of a file, the current one first; throws a `KeyTextError`.
    static func all(parsing text: Secret<String>) throws(KeyTextError) -> [SigningKey] {
        try KeyText.parse(text.expose()).map { line throws(KeyTextError) in
            let key = SigningKey(seed: line.key)
            guard key.publicKey.idBytes == line.id else { throw KeyTextError(.wrongID, line: line.number) }
            return key
        }
    }

    private init(seed: [UInt8]) {
        Sodium.prepare()
        var publicBytes = [UInt8](repeating: 0, count: KeyText.keyByteCount)
        var secretBytes = [UInt8](repeating: 0, count: 64)
        crypto_sign_seed_keypair(&publicBytes, &secretBytes, seed)
        self.seed = Secret(seed)
        secretKey = Secret(secretBytes)
        publicKey = VerifyingKey(checked: publicBytes)
    }
}
