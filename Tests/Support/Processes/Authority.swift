import Foundation

/// A certificate authority of a test's own, made with the `openssl` command, and servers' certificates that it signs.
public struct Authority: Sendable {
    /// A certificate and its key, as a server is given them.
    public struct Certificate: Sendable {
        /// The path of the certificate in PEM.
        public let certificate: String
        /// The path of its key, of mode 0600.
        public let key: String
    }

    private let folder: String
    /// The path of its own certificate, which clients are to trust.
    public var certificate: String { "\(folder)/authority.pem" }
    private var key: String { "\(folder)/authority.key" }

    private static let newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]

    /// Makes one.
    public static func make() async throws -> Authority {
        let authority = Authority(folder: try TemporaryFolder.shared.folder())
        try await openSSL(
            ["req", "-x509"] + newKey
                + ["-keyout", authority.key, "-out", authority.certificate, "-days", "30"]
                + ["-subj", "/CN=Test Authority"]
        )
        return authority
    }

    /// Signs a certificate for hosts, names and numeric addresses.
    ///
    /// - Parameters:
    ///   - hosts: Whom it is for.
    ///   - days: For how long it is valid from now on; less than 0 makes one that has expired.
    ///   - rsaBits: The length of an RSA key; nil makes a key on the curve P-256.
    /// - Returns: Where the certificate and its key are.
    /// - Throws: `CommandFailed`.
    public func sign(
        for hosts: [String] = ["localhost", "127.0.0.1"],
        days: Int = 30,
        rsaBits: Int? = nil
    ) async throws -> Certificate {
        let stem = "\(folder)/\(UUID().uuidString.prefix(8).lowercased())"
        let names = hosts.map { host in
            host.allSatisfy { $0.isHexDigit || $0 == "." || $0 == ":" } ? "IP:\(host)" : "DNS:\(host)"
        }
        let extensions = """
            subjectAltName=\(names.joined(separator: ","))
            basicConstraints=critical,CA:FALSE
            keyUsage=critical,digitalSignature
            extendedKeyUsage=serverAuth
            subjectKeyIdentifier=hash
            authorityKeyIdentifier=keyid
            """
        try extensions.write(toFile: "\(stem).ext", atomically: true, encoding: .utf8)
        let newKey = rsaBits.map { ["-newkey", "rsa:\($0)", "-nodes"] } ?? Self.newKey
        try await Self.openSSL(
            ["req", "-new"] + newKey + ["-keyout", "\(stem).key", "-out", "\(stem).csr", "-subj", "/CN=Test Server"]
        )
        try await Self.openSSL(
            ["x509", "-req", "-in", "\(stem).csr", "-CA", certificate, "-CAkey", key, "-days", "\(days)"]
                + ["-extfile", "\(stem).ext", "-out", "\(stem).pem"]
        )
        return Certificate(certificate: "\(stem).pem", key: "\(stem).key")
    }

    /// A certificate that nobody but itself has signed.
    public func selfSigned() async throws -> Certificate {
        let stem = "\(folder)/\(UUID().uuidString.prefix(8).lowercased())"
        try await Self.openSSL(
            ["req", "-x509"] + Self.newKey + ["-keyout", "\(stem).key", "-out", "\(stem).pem", "-days", "30"]
                + ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
        )
        return Certificate(certificate: "\(stem).pem", key: "\(stem).key")
    }

    private static func openSSL(_ arguments: [String]) async throws {
        try await runCommand("/usr/bin/openssl", arguments)
    }
}
