internal import CZeroMQ
public import ServiceRuntime

/// A key pair for CURVE (RFC 26 of the ZeroMQ site): it proves who is at each end and encrypts what passes.
public struct CurveKeyPair: Sendable {
    /// The length of either key, in bytes.
    public static let keyLength = 32

    public let publicKey: [UInt8]
    public let secretKey: Secret<[UInt8]>

    /// Draws a new pair.
    ///
    /// - Throws: `ZeroMQError`.
    public static func generate() throws -> CurveKeyPair {
        var publicText = [CChar](repeating: 0, count: Z85.bufferLength)
        var secretText = [CChar](repeating: 0, count: Z85.bufferLength)
        guard zmq_curve_keypair(&publicText, &secretText) == 0 else { throw ZeroMQError("make a key for the bus") }
        return CurveKeyPair(publicKey: try Z85.decode(publicText), secretKey: Secret(try Z85.decode(secretText)))
    }

    /// Finds the public key that belongs to a secret one.
    ///
    /// - Throws: `ZeroMQError` when it is not 32 bytes.
    public init(secretKey: Secret<[UInt8]>) throws {
        var publicText = [CChar](repeating: 0, count: Z85.bufferLength)
        guard zmq_curve_public(&publicText, try Z85.encode(secretKey.expose())) == 0 else {
            throw ZeroMQError("find the public key of the bus")
        }
        self.init(publicKey: try Z85.decode(publicText), secretKey: secretKey)
    }

    private init(publicKey: [UInt8], secretKey: Secret<[UInt8]>) {
        self.publicKey = publicKey
        self.secretKey = secretKey
    }
}

/// The text in which libzmq's key functions talk (RFC 32 of the ZeroMQ site): 32 bytes in 40 characters and a zero.
private enum Z85 {
    static let bufferLength = 41

    static func encode(_ key: [UInt8]) throws -> [CChar] {
        var text = [CChar](repeating: 0, count: bufferLength)
        // Checked here: libzmq takes any multiple of four, and would write past the end.
        guard key.count == CurveKeyPair.keyLength, zmq_z85_encode(&text, key, key.count) != nil else {
            throw ZeroMQError("write a key of \(key.count) bytes")
        }
        return text
    }

    static func decode(_ text: [CChar]) throws -> [UInt8] {
        var key = [UInt8](repeating: 0, count: CurveKeyPair.keyLength)
        guard zmq_z85_decode(&key, text) != nil else { throw ZeroMQError("read a key") }
        return key
    }
}
