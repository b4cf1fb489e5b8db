internal import CZeroMQ
internal import ServiceRuntime

extension Socket {
    /// The ZAP domain of the bus.
    ///
    /// With none, libzmq would not insist that anyone checks keys.
    public static let zapDomain = "portico"

    /// Lets in only who proves a key that the ZAP handler of this context knows.
    ///
    /// With no such handler at work nobody is let in: without `ZAP_ENFORCE_DOMAIN`, libzmq would let in everybody.
    ///
    /// - Throws: `ZeroMQError`.
    public func serveCurve(as pair: CurveKeyPair) throws {
        try set(ZMQ_CURVE_SERVER, "CURVE_SERVER", 1)
        try set(ZMQ_CURVE_SECRETKEY, "CURVE_SECRETKEY", pair.secretKey.expose())
        try set(ZMQ_ZAP_DOMAIN, "ZAP_DOMAIN", Array(Self.zapDomain.utf8))
        try set(Int32(PORTICO_ZMQ_ZAP_ENFORCE_DOMAIN), "ZAP_ENFORCE_DOMAIN", 1)
    }

    /// Talks only to the holder of `serverKey`, and proves that we hold `pair`.
    ///
    /// - Throws: `ZeroMQError`.
    public func useCurve(as pair: CurveKeyPair, withServerKey serverKey: [UInt8]) throws {
        try set(ZMQ_CURVE_SERVERKEY, "CURVE_SERVERKEY", serverKey)
        try set(ZMQ_CURVE_PUBLICKEY, "CURVE_PUBLICKEY", pair.publicKey)
        try set(ZMQ_CURVE_SECRETKEY, "CURVE_SECRETKEY", pair.secretKey.expose())
    }
}
