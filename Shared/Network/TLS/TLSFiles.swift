internal import COpenSSL
internal import Glibc

/// The certificate chain and the private key with which a server proves who it is, as files of PEM.
public struct TLSFiles: Sendable, Hashable {
    /// The most that is read of a file, in bytes.
    public static let largestFile = 256 * 1024
    /// The most certificates that a chain may have.
    public static let longestChain = 10

    /// The path of the server's certificate and, after it, those that lead to the authority.
    public let certificate: String
    /// The path of its private key, which nobody but its owner may be able to read.
    public let key: String

    public init(certificate: String, key: String) {
        self.certificate = certificate
        self.key = key
    }

    /// Reads both into a context.
    func load(into context: TLSContext) throws(TLSFilesProblem) {
        try loadChain(into: context)
        let bytes = try Self.read(key, .key, isSecret: true)
        let key = Self.withBIO(bytes) { bio in
            // Without an answer to the question for a password, OpenSSL would ask at the terminal.
            PEM_read_bio_PrivateKey(bio, nil, { _, _, _, _ in -1 }, nil)
        }
        guard let key else {
            throw TLSFilesProblem(.key, "holds no private key in PEM that can be read without a password")
        }
        defer { EVP_PKEY_free(key) }
        // OpenSSL compares the two, and says no where they are not halves of one.
        guard SSL_CTX_use_PrivateKey(context.pointer, key) == 1, SSL_CTX_check_private_key(context.pointer) == 1 else {
            ERR_clear_error()
            throw TLSFilesProblem(.key, "holds another key than the certificate's")
        }
    }

    private func loadChain(into context: TLSContext) throws(TLSFilesProblem) {
        let chain = try Self.certificates(in: certificate)
        defer { for certificate in chain { X509_free(certificate) } }
        guard let own = chain.first else { throw TLSFilesProblem(.certificate, "holds no certificate in PEM") }
        guard SSL_CTX_use_certificate(context.pointer, own) == 1 else {
            let reason = TLSError.reason(ERR_peek_error())
            ERR_clear_error()
            throw TLSFilesProblem(.certificate, "holds a certificate that cannot be used: \(reason)")
        }
        for issuer in chain.dropFirst() {
            // The context takes a reference of its own.
            X509_up_ref(issuer)
            if tls_add_chain_certificate(context.pointer, issuer) == 0 { X509_free(issuer) }
        }
    }

    /// Every certificate of a file, to be freed.
    static func certificates(in path: String) throws(TLSFilesProblem) -> [OpaquePointer] {
        let bytes = try read(path, .certificate, isSecret: false)
        let found = withBIO(bytes) { bio in
            var found: [OpaquePointer] = []
            while found.count < longestChain, let next = PEM_read_bio_X509(bio, nil, nil, nil) { found.append(next) }
            return found
        }
        // Where no further one begins, OpenSSL notes an error.
        ERR_clear_error()
        return found ?? []
    }

    private static func withBIO<Value>(_ bytes: [UInt8], _ body: (OpaquePointer) -> Value?) -> Value? {
        bytes.withUnsafeBytes { bytes in
            guard let bio = BIO_new_mem_buf(bytes.baseAddress, Int32(clamping: bytes.count)) else { return nil }
            defer { BIO_free(bio) }
            return body(bio)
        }
    }

    /// Reads a file whose permissions are looked at on the descriptor that is read, so that nothing can come between.
    private static func read(
        _ path: String,
        _ file: TLSFilesProblem.File,
        isSecret: Bool
    ) throws(TLSFilesProblem) -> [UInt8] {
        let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            throw TLSFilesProblem(
                file,
                errno == EACCES
                    ? "names a file that this program may not read"
                    : "names a file that is not there or cannot be reached"
            )
        }
        defer { Glibc.close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw TLSFilesProblem(file, "names something that is not a file")
        }
        guard !isSecret || status.st_mode & 0o077 == 0 else {
            throw TLSFilesProblem(file, "names a file that others than its owner can read; chmod 600 it")
        }
        guard status.st_size <= largestFile else {
            throw TLSFilesProblem(file, "names a file of more than \(largestFile / 1024) KiB")
        }
        var bytes = [UInt8](repeating: 0, count: largestFile)
        var count = 0
        while count < bytes.count {
            let more = bytes.withUnsafeMutableBytes { room in
                Glibc.read(descriptor, room.baseAddress?.advanced(by: count), room.count - count)
            }
            guard more >= 0 else { throw TLSFilesProblem(file, "names a file that cannot be read") }
            guard more > 0 else { break }
            count += more
        }
        return Array(bytes[..<count])
    }
}

/// What is wrong with the files of a certificate and its key.
public struct TLSFilesProblem: Error, Sendable, Hashable, CustomStringConvertible {
    /// Which of the two.
    public enum File: String, Sendable, Hashable {
        case certificate
        case key
    }

    /// Which of the two is wrong.
    public let file: File
    /// The rest of a sentence that begins with the file's name or setting, without a full stop.
    public let reason: String

    init(_ file: File, _ reason: String) {
        self.file = file
        self.reason = reason
    }

    public var description: String { "the \(file.rawValue) \(reason)" }
}
