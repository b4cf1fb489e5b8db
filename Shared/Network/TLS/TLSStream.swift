internal import COpenSSL
internal import Synchronization

/// A connection inside TLS, on either side; made by a ``TLSServer`` or a ``TLSClient``.
///
/// Nothing but the handshake travels until ``open()`` has returned nil.
public final class TLSStream: ByteStream {
    private let socket: StreamSocket
    /// OpenSSL wants one call at a time on a connection.
    private let session: Mutex<TLSSession>

    public var descriptor: Int32 { socket.descriptor }
    public var remoteAddress: SocketAddress? { socket.remoteAddress }
    public var readingAwaits: Readiness { session.withLock { $0.readingAwaits } }
    public var writingAwaits: Readiness { session.withLock { $0.owesFarewell ? .writable : $0.writingAwaits } }
    public var holdsMore: Bool { session.withLock { $0.holdsMore } }

    /// - Parameters:
    ///   - socket: Carries what is encrypted; it is this stream's from now on.
    ///   - context: What is offered and trusted.
    ///   - side: Which of the two this is.
    /// - Throws: ``TLSError/failed(_:)`` where there is no memory for one.
    init(over socket: StreamSocket, _ context: TLSContext, as side: Side) throws(TLSError) {
        guard let ssl = SSL_new(context.pointer) else { throw .latest() }
        guard let bio = SocketBIO.make(for: socket.descriptor) else {
            SSL_free(ssl)
            throw .latest()
        }
        SSL_set_bio(ssl, bio, bio)
        switch side {
        case .server:
            SSL_set_accept_state(ssl)
            session = Mutex(TLSSession(owning: ssl, host: nil))
        case .client(let host):
            SSL_set_connect_state(ssl)
            guard host.map({ TLSClient.expect($0, of: ssl) }) ?? true else {
                SSL_free(ssl)
                throw .latest()
            }
            session = Mutex(TLSSession(owning: ssl, host: host ?? ""))
        }
        self.socket = socket
    }

    /// Which side of a connection a stream is on.
    enum Side {
        case server
        /// Whose certificate must be for this host, if one is given.
        case client(host: String?)
    }

    public func open() throws -> Readiness? {
        try session.withLock { try $0.open() }
    }

    public func read(into buffer: inout [UInt8], from index: Int) throws -> StreamSocket.ReadOutcome {
        guard index < buffer.count else { return .wouldWait }
        return try session.withLock { try $0.read(into: &buffer, from: index) }
    }

    public func write(_ first: ArraySlice<UInt8>, _ second: ArraySlice<UInt8>) throws -> Int? {
        try session.withLock { try $0.write(first, second) }
    }

    public func endWriting() {
        if session.withLock({ $0.endWriting() }) { socket.endWriting() }
    }

    public func close() {
        session.withLock { session in
            _ = session.endWriting()
            session.abandon()
        }
        socket.close()
    }

    /// Gives up TLS and gives back the socket, to answer somebody in the clear who does not speak it.
    public func leave() -> StreamSocket {
        session.withLock { $0.abandon() }
        return socket
    }
}
