public import Cryptography
import Foundation

/// Something that one service says and others must be able to check.
public protocol SignedStatement: Codable, Sendable {
    /// What keeps a signature of one kind of statement from being taken for another's (domain separation).
    static var purpose: String { get }
}

/// A statement with its Ed25519 signature (RFC 8032), as bytes: one byte of key id length, the key id, the
/// signature, and the statement.
public struct Signed<Statement: SignedStatement>: Sendable, Hashable, Codable {
    /// The longest that is looked at.
    static var longest: Int { 4096 }
    static var signatureLength: Int { 64 }

    public let bytes: [UInt8]

    /// Takes what came over the wire; nothing is checked yet.
    public init(unchecked bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Signs `statement`.
    ///
    /// - Throws: an encoding error.
    public init(_ statement: Statement, by key: SigningKey) throws {
        let body = [UInt8](try JSONEncoder().encode(statement))
        let keyID = [UInt8](key.keyID.utf8.prefix(255))
        bytes = [UInt8(keyID.count)] + keyID + key.sign(Self.signedBytes(body)) + body
    }

    /// The statement, if one of `keys` signed it; expiry and the rest are the reader's to check.
    public func statement(checkedWith keys: VerifyingKeys) -> Statement? {
        guard bytes.count <= Self.longest, let length = bytes.first.map(Int.init) else { return nil }
        let signatureStart = 1 + length
        let bodyStart = signatureStart + Self.signatureLength
        guard bytes.count > bodyStart else { return nil }
        let keyID = String(decoding: bytes[1..<signatureStart], as: UTF8.self)
        let body = [UInt8](bytes[bodyStart...])
        let signature = [UInt8](bytes[signatureStart..<bodyStart])
        guard keys.verify(signature, of: Self.signedBytes(body), by: keyID) else { return nil }
        return try? JSONDecoder().decode(Statement.self, from: Data(body))
    }

    private static func signedBytes(_ body: [UInt8]) -> [UInt8] {
        [UInt8](Statement.purpose.utf8) + [0] + body
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let bytes = Base64URL.decode(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not base64url")
        }
        self.bytes = bytes
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(Base64URL.encode(bytes))
    }
}
