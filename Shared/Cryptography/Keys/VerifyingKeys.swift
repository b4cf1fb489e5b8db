import CSodium
import Foundation
public import ServiceRuntime

/// The public half of a signing key.
public struct VerifyingKey: Sendable, Hashable {
    /// The 32 bytes of the Ed25519 public key.
    public let bytes: [UInt8]

    /// Eight hexadecimal digits, computed from the key.
    public let keyID: String

    let idBytes: [UInt8]

    /// The key with these bytes, or `nil` where they are not 32.
    public init?(bytes: [UInt8]) {
        guard bytes.count == KeyText.keyByteCount else { return nil }
        self.init(checked: bytes)
    }

    init(checked bytes: [UInt8]) {
        self.bytes = bytes
        idBytes = KeyText.id(of: bytes, purpose: "signing")
        keyID = Hex.encode(idBytes)
    }

    /// The line of a file of public keys.
    public var text: String { KeyText.write(id: idBytes, key: bytes) }

    /// Whether the owner of this key signed these very bytes (RFC 8032 §5.1.7, and no key of small order).
    public func verifies(_ signature: [UInt8], of message: [UInt8]) -> Bool {
        Sodium.prepare()
        return signature.count == SigningKey.signatureByteCount
            && crypto_sign_verify_detached(signature, message, UInt64(message.count), bytes) == 0
    }
}

/// The public keys whose signatures are believed, found by key id.
public struct VerifyingKeys: Sendable {
    private enum Source {
        case fixed([String: VerifyingKey])
        case file(RereadFiles<VerifyingKeys>)
    }

    private let source: Source

    private var keys: [String: VerifyingKey] {
        switch source {
        case .fixed(let keys): keys
        case .file(let file): file.current.keys
        }
    }

    /// Believes these keys.
    public init(_ keys: [VerifyingKey]) {
        source = .fixed(Dictionary(keys.map { ($0.keyID, $0) }, uniquingKeysWith: { first, _ in first }))
    }

    /// Believes the keys of a file, as it is now and as it will be: keys are exchanged without a restart.
    ///
    /// - Throws: A `KeyTextError`, or what says that the file cannot be read.
    public init(file path: String) throws {
        let file = try RereadFiles([path], holding: "public keys") {
            try VerifyingKeys(parsing: String(contentsOfFile: path, encoding: .utf8))
        }
        source = .file(file)
    }

    /// Tells a log from now on when the file is read again, or cannot be.
    public func tell(_ log: Log) {
        if case .file(let file) = source { file.tell(log) }
    }

    /// Reads the lines of a file of public keys; throws a `KeyTextError`.
    public init(parsing lines: String) throws {
        self.init(
            try KeyText.parse(lines).map { line throws(KeyTextError) in
                let key = VerifyingKey(checked: line.key)
                guard key.idBytes == line.id else { throw KeyTextError(.wrongID, line: line.number) }
                return key
            }
        )
    }

    /// The public halves of every line of a signing key's own file, for who checks what it signed itself.
    public init(ofSigningKeys text: Secret<String>) throws {
        self.init(try SigningKey.all(parsing: text).map(\.publicKey))
    }

    /// The text of a file that holds these keys, in the order of their ids.
    public var text: String { keys.values.sorted { $0.keyID < $1.keyID }.map(\.text).joined() }

    /// The ids of the keys that are believed, in order.
    public var keyIDs: [String] { keys.keys.sorted() }

    /// Whether the key with this id is believed and signed these very bytes.
    public func verify(_ signature: [UInt8], of message: [UInt8], by keyID: String) -> Bool {
        keys[keyID]?.verifies(signature, of: message) ?? false
    }
}
