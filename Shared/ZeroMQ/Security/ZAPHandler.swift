/// Decides which keys may connect to the CURVE sockets of one context (ZAP, RFC 27 of the ZeroMQ site).
///
/// It must stand before a socket binds. When it goes, nobody new is let in.
public final class ZAPHandler {
    /// Who wants to connect.
    public struct Applicant: Sendable {
        /// The CURVE public key that it proved to hold.
        public let key: [UInt8]
        /// The network address that it connects from.
        public let address: String
    }

    /// The socket that the questions arrive at, to be watched.
    public let socket: Socket

    private static let address = "inproc://zeromq.zap.01"
    private static let version = Array("1.0".utf8)
    /// Version, request id, domain, address, routing id, mechanism, key (RFC 27, "ZAP request").
    private static let framesOfRequest = 7

    /// Takes the place of the context's handler.
    ///
    /// - Throws: `ZeroMQError`.
    public init(in context: Context) throws {
        socket = try Socket(.reply, in: context)
        try socket.bind(Self.address)
    }

    /// Decides about everyone who waits.
    ///
    /// - Parameter userID: the name under which an applicant's messages will arrive (`Message.userID`), or `nil` to
    ///   refuse it.
    /// - Throws: `ZeroMQError` when the socket itself is broken.
    public func decide(userID: (Applicant) -> String?) throws {
        while let request = try socket.receive(atMost: Self.framesOfRequest) {
            let name = applicant(from: request).flatMap(userID)
            let requestID = request.frames.count > 1 ? request.frames[1] : []
            // Version, request id, status, its text, user id, metadata (RFC 27, "ZAP reply").
            let status = name == nil ? "400" : "200"
            let text = name == nil ? "this key is not known here" : "OK"
            _ = try socket.send(
                Self.version,
                requestID,
                Array(status.utf8),
                Array(text.utf8),
                Array((name ?? "").utf8),
                []
            )
        }
    }

    private func applicant(from request: Message) -> Applicant? {
        guard request.frames.count == Self.framesOfRequest, !request.isTooLong,
            request.frames[0] == Self.version,
            request.frames[2] == Array(Socket.zapDomain.utf8),
            request.frames[5] == Array("CURVE".utf8),
            request.frames[6].count == CurveKeyPair.keyLength
        else { return nil }
        let address = String(decoding: request.frames[3], as: UTF8.self)
        return Applicant(
            key: request.frames[6],
            // A socket that speaks IPv6 too tells IPv4 addresses in IPv6's words.
            address: address.hasPrefix("::ffff:") ? String(address.dropFirst("::ffff:".count)) : address
        )
    }
}
