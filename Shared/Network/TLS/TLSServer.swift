internal import COpenSSL
public import ServiceRuntime

/// The server's side of TLS: proves by a certificate who it is, and reads certificate and key again when they change.
///
/// Streams that are open go on with what they began with.
public final class TLSServer: Sendable {
    /// The protocol that is spoken inside (RFC 7301).
    private static let application = Array("http/1.1".utf8)
    /// For how long a client may resume what it once agreed on, in seconds.
    private static let ticketLifetime = 2 * 60 * 60
    /// For how long tickets are sealed with one key.
    ///
    /// It is in memory alone, drawn with each context, and whoever had it could read what TLS 1.2 resumed by it.
    private static let ticketKeyLifetime: Duration = .seconds(12 * 60 * 60)

    private let contexts: RereadFiles<TLSContext>

    /// Reads a certificate and its key.
    ///
    /// - Throws: ``TLSFilesProblem``; ``TLSError/failed(_:)`` where OpenSSL lacks what is needed.
    public init(_ files: TLSFiles) throws {
        contexts = try RereadFiles(
            [files.certificate, files.key],
            holding: "the certificate and its key",
            renewedAfter: Self.ticketKeyLifetime
        ) {
            try Self.context(with: files)
        }
    }

    /// Tells a log from now on when the files are read again, or cannot be.
    public func tell(_ log: Log) {
        contexts.tell(log)
    }

    /// Makes a stream of a connection that a client has opened.
    ///
    /// - Throws: ``TLSError/failed(_:)`` where there is no memory for one.
    public func stream(over socket: StreamSocket) throws(TLSError) -> TLSStream {
        try TLSStream(over: socket, contexts.current, as: .server)
    }

    private static func context(with files: TLSFiles) throws -> TLSContext {
        let context = try TLSContext(TLS_server_method())
        tls_set_server_options(context.pointer)
        SSL_CTX_set_timeout(context.pointer, ticketLifetime)
        SSL_CTX_set_alpn_select_cb(
            context.pointer,
            { _, chosen, length, offered, count, _ in
                // The list is a length and a name, again and again; what is chosen points into it.
                let names = UnsafeBufferPointer(start: offered, count: Int(count))
                var next = 0
                while next < names.count {
                    let size = Int(names[next])
                    guard next + 1 + size <= names.count else { break }
                    if names[(next + 1)..<(next + 1 + size)].elementsEqual(TLSServer.application) {
                        chosen?.pointee = offered?.advanced(by: next + 1)
                        length?.pointee = UInt8(size)
                        return SSL_TLSEXT_ERR_OK
                    }
                    next += 1 + size
                }
                // RFC 7301 §3.2: who speaks nothing of ours is told so.
                return SSL_TLSEXT_ERR_ALERT_FATAL
            },
            nil
        )
        try files.load(into: context)
        return context
    }
}
