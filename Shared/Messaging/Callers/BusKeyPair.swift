import Cryptography
public import ServiceRuntime
import ZeroMQ

/// A program's own key on the bus: the secret half is what `PORTICO_BUS_KEY` holds, 43 characters of base64url.
public struct BusKeyPair: Sendable {
    let curve: CurveKeyPair

    /// What goes into `<program>.bus` in the others' folder of peers.
    public let publicKey: BusPublicKey

    /// Draws a new key.
    ///
    /// - Throws: `NotABusKey` where libzmq was built without CURVE.
    public static func generate() throws -> BusKeyPair {
        try BusKeyPair(CurveKeyPair.generate())
    }

    /// Reads the secret half.
    ///
    /// - Throws: `NotABusKey`.
    public init(parsing text: Secret<String>) throws {
        guard let bytes = Base64URL.decode(text.expose()), bytes.count == BusPublicKey.length else {
            throw NotABusKey()
        }
        try self.init(CurveKeyPair(secretKey: Secret(bytes)))
    }

    private init(_ curve: CurveKeyPair) throws {
        guard let publicKey = BusPublicKey(curve.publicKey) else { throw NotABusKey() }
        self.curve = curve
        self.publicKey = publicKey
    }

    /// The secret half, as `init(parsing:)` reads it.
    public var secretText: Secret<String> { Secret(Base64URL.encode(curve.secretKey.expose())) }
}

/// A text that should have been the secret half of a key on the bus.
public struct NotABusKey: Error, Hashable, CustomStringConvertible {
    public var description: String { "a key of the bus is 43 characters of base64url" }
}
