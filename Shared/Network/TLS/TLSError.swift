internal import COpenSSL

/// Why there is no TLS with the other side.
public enum TLSError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The other side speaks HTTP in the clear.
    case plainHTTP
    /// The connection ended without the farewell that tells an end from a cut (RFC 8446 §6.1).
    case cutShort
    /// Who is at the other side cannot be believed.
    case untrusted(CertificateFlaw)
    /// The two could not agree, or one did not keep to the protocol; OpenSSL's few words about it.
    case failed(String)

    public var description: String {
        switch self {
        case .plainHTTP: "the other side speaks HTTP without TLS"
        case .cutShort: "the TLS connection was cut"
        case .untrusted(let flaw): "the server's certificate is not accepted: \(flaw)"
        case .failed(let reason): "there is no TLS with the other side: \(reason)"
        }
    }

    /// What OpenSSL's queue of errors, which is this thread's own, says of the call that failed just now; it is emptied.
    static func latest() -> TLSError {
        let code = ERR_peek_error()
        ERR_clear_error()
        switch ERR_GET_REASON(code) {
        case SSL_R_HTTP_REQUEST, SSL_R_HTTPS_PROXY_REQUEST: return .plainHTTP
        case SSL_R_UNEXPECTED_EOF_WHILE_READING: return .cutShort
        default: return .failed(reason(code))
        }
    }

    /// OpenSSL's words for one of its errors; they quote nothing that came from outside.
    static func reason(_ code: UInt) -> String {
        ERR_reason_error_string(code).map { String(cString: $0) } ?? "error \(code)"
    }
}

/// What is wrong with a server's certificate.
public enum CertificateFlaw: Sendable, Hashable, CustomStringConvertible {
    /// It is valid no more.
    case expired
    /// It is not valid yet; or this machine's clock is wrong.
    case notYetValid
    /// It is for other hosts than this one.
    case otherHost(String)
    /// It was signed by nobody but itself.
    case selfSigned
    /// Whoever signed it is not among those who are trusted.
    case unknownIssuer
    /// Anything else, in OpenSSL's words.
    case other(String)

    /// - Parameters:
    ///   - code: What the verification ended with.
    ///   - host: The host that it was to be for.
    init(code: Int, host: String) {
        switch Int32(clamping: code) {
        case X509_V_ERR_CERT_HAS_EXPIRED: self = .expired
        case X509_V_ERR_CERT_NOT_YET_VALID: self = .notYetValid
        case X509_V_ERR_HOSTNAME_MISMATCH, X509_V_ERR_IP_ADDRESS_MISMATCH: self = .otherHost(host)
        case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT: self = .selfSigned
        case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN, X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT,
            X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY, X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
            self = .unknownIssuer
        default: self = .other(X509_verify_cert_error_string(code).map { String(cString: $0) } ?? "error \(code)")
        }
    }

    public var description: String {
        switch self {
        case .expired: "it has expired"
        case .notYetValid: "it is not valid yet"
        case .otherHost(let host): "it is not for \(host)"
        case .selfSigned: "it is signed by itself alone"
        case .unknownIssuer: "nobody who is trusted has signed it"
        case .other(let reason): reason
        }
    }
}
