internal import COpenSSL
internal import Glibc
public import ServiceRuntime

/// Whose certificates a client accepts.
public enum TLSTrust: Sendable, Hashable {
    /// Those that the system's authorities have signed for the host.
    case system
    /// Those that the authorities in a file of PEM have signed for the host, and no others.
    case authorities(file: String)
    /// The very certificate in a file of PEM, whatever its hosts and dates: for a program that asks itself.
    case certificate(file: String)
}

/// The client's side of TLS: opens connections to servers that prove who they are.
public final class TLSClient: Sendable {
    private let context: TLSContext
    private let looksAtHost: Bool

    /// Reads whom to trust.
    ///
    /// - Parameters:
    ///   - trust: Whose certificates are accepted.
    ///   - applications: What is to be spoken inside, the favourite first (RFC 7301); none says nothing of it.
    /// - Throws: ``TLSFilesProblem`` for a file without certificates; ``TLSError/failed(_:)``.
    public init(trusting trust: TLSTrust, speaking applications: [String] = []) throws {
        context = try TLSContext(TLS_client_method())
        looksAtHost = if case .certificate = trust { false } else { true }
        SSL_CTX_set_verify(context.pointer, SSL_VERIFY_PEER, nil)
        // RFC 7301 §3.1: a length and a name, again and again.
        let names = applications.flatMap { [UInt8(truncatingIfNeeded: $0.utf8.count)] + $0.utf8 }
        // This one call answers 0 for success.
        guard names.isEmpty || SSL_CTX_set_alpn_protos(context.pointer, names, UInt32(names.count)) == 0 else {
            throw TLSError.latest()
        }
        switch trust {
        case .system:
            guard SSL_CTX_set_default_verify_paths(context.pointer) == 1 else { throw TLSError.latest() }
        case .authorities(let file):
            // Reads the file first, for a sentence about what is wrong with it.
            try Self.checkCertificates(in: file)
            guard SSL_CTX_load_verify_file(context.pointer, file) == 1 else { throw TLSError.latest() }
        case .certificate(let file):
            try trustAlone(file)
        }
    }

    /// Opens TLS on a connection.
    ///
    /// - Parameters:
    ///   - socket: A connection to the server, which is the stream's from now on.
    ///   - host: The server's name or numeric address, for which its certificate must be.
    ///   - deadline: When to give up.
    /// - Returns: The stream, which is open.
    /// - Throws: ``TLSError``, `NetworkError`, `DeadlinePassed`, `CancellationError`.
    public func secure(
        _ socket: StreamSocket,
        to host: String,
        before deadline: Deadline?
    ) async throws -> TLSStream {
        let stream = try TLSStream(over: socket, context, as: .client(host: looksAtHost ? host : nil))
        do {
            try await stream.opened(before: deadline)
        } catch {
            stream.close()
            throw error
        }
        return stream
    }

    /// Asks a server for a host's certificate, and says that nothing else will do; false where that cannot be said.
    static func expect(_ host: String, of ssl: OpaquePointer) -> Bool {
        let parameters = SSL_get0_param(ssl)
        if SocketAddress(numericHost: host, port: 0) != nil {
            // RFC 6066 §3: a numeric address is no name of a server.
            return X509_VERIFY_PARAM_set1_ip_asc(parameters, host) == 1
        }
        X509_VERIFY_PARAM_set_hostflags(parameters, UInt32(X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS))
        return X509_VERIFY_PARAM_set1_host(parameters, host, 0) == 1 && tls_set_server_name(ssl, host) == 1
    }

    private static func checkCertificates(in file: String) throws(TLSFilesProblem) {
        let certificates = try TLSFiles.certificates(in: file)
        for certificate in certificates { X509_free(certificate) }
        guard !certificates.isEmpty else { throw TLSFilesProblem(.certificate, "holds no certificate in PEM") }
    }

    private func trustAlone(_ file: String) throws {
        let certificates = try TLSFiles.certificates(in: file)
        defer { for certificate in certificates { X509_free(certificate) } }
        guard let own = certificates.first, let store = SSL_CTX_get_cert_store(context.pointer),
            X509_STORE_add_cert(store, own) == 1
        else { throw TLSFilesProblem(.certificate, "holds no certificate in PEM") }
        let flags = UInt(X509_V_FLAG_PARTIAL_CHAIN | X509_V_FLAG_NO_CHECK_TIME)
        X509_VERIFY_PARAM_set_flags(SSL_CTX_get0_param(context.pointer), flags)
    }
}
