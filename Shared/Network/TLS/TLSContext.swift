internal import COpenSSL

/// What all TLS streams of one kind share: versions, ciphers, and what they prove or trust.
///
/// Versions 1.2 and 1.3, forward secrecy and authenticated encryption alone (RFC 9325); no compression, no
/// renegotiation, no early data.
///
/// `@unchecked Sendable`: an `SSL_CTX` that is set up and not changed any more may be used by all threads at once.
final class TLSContext: @unchecked Sendable {
    /// For TLS 1.2; those of TLS 1.3 are OpenSSL's own, all of which are good.
    private static let ciphers = [
        "ECDHE-ECDSA-AES128-GCM-SHA256", "ECDHE-RSA-AES128-GCM-SHA256", "ECDHE-ECDSA-AES256-GCM-SHA384",
        "ECDHE-RSA-AES256-GCM-SHA384", "ECDHE-ECDSA-CHACHA20-POLY1305", "ECDHE-RSA-CHACHA20-POLY1305",
    ].joined(separator: ":")
    private static let groups = "X25519:P-256:P-384"

    let pointer: OpaquePointer

    /// - Throws: ``TLSError/failed(_:)`` where OpenSSL lacks what is asked of it.
    init(_ method: OpaquePointer) throws(TLSError) {
        guard let pointer = SSL_CTX_new(method) else { throw .latest() }
        self.pointer = pointer
        guard tls_allow_versions_1_2_and_1_3(pointer) == 1, SSL_CTX_set_cipher_list(pointer, Self.ciphers) == 1,
            tls_set_groups(pointer, Self.groups) == 1
        else { throw .latest() }
        tls_set_options(pointer)
    }

    deinit {
        SSL_CTX_free(pointer)
    }
}
