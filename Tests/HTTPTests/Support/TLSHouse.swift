import HTTP
import Network
import ServiceRuntime
import Support

/// A server behind TLS, and the authority that signed its certificate.
struct TLSHouse: Sendable {
    let authority: Authority
    let files: Authority.Certificate
    let server: RunningServer

    static func open(
        with certificate: Authority.Certificate? = nil,
        of authority: Authority? = nil,
        limits: HTTPLimits = .standard
    ) async throws -> TLSHouse {
        let authority =
            if let authority { authority } else { try await Authority.make() }
        let files =
            if let certificate { certificate } else { try await authority.sign() }
        let tls = try TLSServer(TLSFiles(certificate: files.certificate, key: files.key))
        let server = try await RunningServer.start(tls: tls, limits: limits) { routes in
            routes.get("/") { _ in .text("hello") }
            routes.post("/") { request in .bytes(request.body, type: .bytes) }
            routes.get("/pieces") { _ in
                .stream(type: .bytes) { writer in
                    for number in 0..<64 {
                        try await writer.write([UInt8](repeating: UInt8(number), count: 128 * 1024 + number))
                    }
                }
            }
            routes.get("/wait") { _ in
                .stream(type: .text) { writer in
                    try await writer.write(Array("begun".utf8))
                    try await Task.sleep(for: .seconds(60))
                }
            }
        }
        return TLSHouse(authority: authority, files: files, server: server)
    }

    /// A client that trusts its authority, and comes by the name of `host`.
    func client(for host: String = "localhost", at port: Int? = nil) throws -> HTTPClient {
        try HTTPClient(
            "https://\(host):\(port ?? server.port)",
            trust: .authorities(file: authority.certificate),
            connectingTo: HostPort(host: "127.0.0.1", port: port ?? server.port)
        )
    }

    /// A connection without TLS, or with.
    func socket() async throws -> StreamSocket {
        let addresses = try await Resolver.addresses(of: "127.0.0.1", port: server.port)
        return try await StreamSocket.connect(to: addresses, before: .after(.seconds(10)))
    }

    func stream() async throws -> TLSStream {
        let client = try TLSClient(trusting: .authorities(file: authority.certificate), speaking: ["http/1.1"])
        return try await client.secure(try await socket(), to: "localhost", before: .after(.seconds(10)))
    }

    /// What the metrics say of handshakes that came to nothing.
    var failedHandshakes: Int {
        let line = server.metrics.exposition().split(separator: "\n").first {
            $0.hasPrefix("portico_http_failed_handshakes_total{")
        }
        return line.flatMap { $0.split(separator: " ").last }.flatMap { Double($0) }.map { Int($0) } ?? 0
    }
}
