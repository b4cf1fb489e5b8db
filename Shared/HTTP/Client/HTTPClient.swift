internal import Foundation
public import Network
public import ServiceRuntime

/// Asks an HTTP/1.1 server, in the clear or inside TLS: one that we test, one beside us, one on the Internet.
///
/// Connections are kept for the next request. Redirects are not followed and cookies not kept: an answer is what came.
public final class HTTPClient: Sendable {
    /// How much an answer may hold, and how long it may take.
    public struct Limits: Sendable {
        /// Bytes of an answer's head.
        public var headBytes = 64 * 1024
        /// Header fields of an answer.
        public var headerFields = 200
        /// Bytes of an answer's body.
        public var bodyBytes = 64 * 1024 * 1024
        /// For connecting, unless the request's time is up sooner.
        public var connectTime: Duration = .seconds(5)
        /// For a request and its whole answer, unless told otherwise.
        public var requestTime: Duration = .seconds(30)
        /// How long an unused connection is kept; less than a server's own patience.
        public var idleTime: Duration = .seconds(30)
        /// How many unused connections are kept.
        public var idleConnections = 8

        /// The defaults, to be changed one by one.
        public init() {}
    }

    private let place: HostPort
    private let host: String
    /// The host without its port, for whom a certificate must be.
    private let name: String
    private let limits: Limits
    /// What connections are encrypted with; nil for an address that is `http`.
    private let tls: TLSClient?
    private let pool: ClientPool

    /// Makes a client for a server at an address such as `http://127.0.0.1:9515` or `https://api.example.com`.
    ///
    /// - Parameters:
    ///   - base: The address: `http` or `https`, a host, and a port unless it is the usual one.
    ///   - limits: How much an answer may hold, and how long it may take.
    ///   - trust: Whose certificates are accepted where the address is `https`.
    ///   - place: Where to connect to, where that is not where the address says.
    /// - Throws: ``HTTPClientError/badAddress`` for any other address; `TLSError` or `TLSFilesProblem` where the
    ///   authorities that are to be trusted cannot be read.
    public init(
        _ base: String,
        limits: Limits = Limits(),
        trust: TLSTrust = .system,
        connectingTo place: HostPort? = nil
    ) throws {
        let text = base.hasSuffix("/") ? base.dropLast() : base[...]
        let isSecure = text.hasPrefix("https://")
        guard isSecure || text.hasPrefix("http://"), let host = RequestHost(String(text.dropFirst(isSecure ? 8 : 7)))
        else { throw HTTPClientError.badAddress }
        self.place = place ?? HostPort(host: host.name, port: host.port ?? (isSecure ? 443 : 80))
        self.host = host.description
        name = host.name
        self.limits = limits
        tls = isSecure ? try TLSClient(trusting: trust, speaking: ["http/1.1"]) : nil
        pool = ClientPool(limit: limits.idleConnections, patience: limits.idleTime)
    }

    /// Asks for what is under a path.
    public func get(_ path: String, headers: HTTPHeaders = [:]) async throws -> HTTPClientResponse {
        try await send(.get, path, headers: headers)
    }

    /// Sends a form.
    public func post(
        _ path: String,
        form: FormFields,
        headers: HTTPHeaders = [:]
    ) async throws -> HTTPClientResponse {
        try await send(.post, path, headers: headers, body: Array(form.urlEncoded.utf8), type: .form)
    }

    /// Sends a value as JSON.
    public func post(
        _ path: String,
        json: some Encodable,
        headers: HTTPHeaders = [:]
    ) async throws -> HTTPClientResponse {
        try await send(.post, path, headers: headers, body: Array(try JSONEncoder().encode(json)), type: .json)
    }

    /// Asks for something to be removed.
    public func delete(_ path: String, headers: HTTPHeaders = [:]) async throws -> HTTPClientResponse {
        try await send(.delete, path, headers: headers)
    }

    /// Sends any request and waits for its whole answer, whatever its status.
    ///
    /// A request that is safe to repeat is sent again, once, when a kept connection turns out to have been closed.
    ///
    /// - Parameters:
    ///   - method: What is wanted done.
    ///   - path: Path and query, after the base address.
    ///   - headers: Header fields; `Host` and `Content-Length` are filled in.
    ///   - body: The body.
    ///   - type: What the body is.
    ///   - limit: How long it may take altogether; nil takes the client's limit. The current `Deadline` holds too.
    /// - Returns: The answer.
    /// - Throws: ``HTTPClientError``, `NetworkError`, `TLSError`, `ResolverError`, `DeadlinePassed`, `CancellationError`.
    public func send(
        _ method: HTTPMethod,
        _ path: String,
        headers: HTTPHeaders = [:],
        body: [UInt8] = [],
        type: ContentType? = nil,
        within limit: Duration? = nil
    ) async throws -> HTTPClientResponse {
        let deadline = Deadline.sooner(of: limit ?? limits.requestTime)
        let head = try head(method, path, headers, body, type)
        var (exchange, status, received) = try await begin(method, head, body, before: deadline)
        var whole: [UInt8] = []
        reading: while true {
            switch try await exchange.next() {
            case .body(let piece):
                guard whole.count + piece.count <= limits.bodyBytes else { throw HTTPClientError.tooLarge }
                whole += piece
            case .head, .end: break reading
            }
        }
        if exchange.keepsConnection { pool.keep(exchange.socket) }
        return HTTPClientResponse(status: status, headers: received, body: whole)
    }

    /// Asks for a stream and hands on its pieces as they come, until the stream or the closure ends.
    ///
    /// - Parameters:
    ///   - path: Path and query, after the base address.
    ///   - headers: Header fields.
    ///   - limit: How long it may take altogether.
    ///   - receive: Gets the head first (with an empty piece), then each piece; false ends the stream.
    /// - Throws: What `send` throws, and what the closure does.
    public func stream(
        _ path: String,
        headers: HTTPHeaders = [:],
        within limit: Duration? = nil,
        receive: (HTTPClientResponse, ArraySlice<UInt8>) async throws -> Bool
    ) async throws {
        let deadline = Deadline.sooner(of: limit ?? limits.requestTime)
        let head = try head(.get, path, headers, [], nil)
        var (exchange, status, received) = try await begin(.get, head, [], before: deadline)
        // The connection is closed at the end, which tells the server that nobody listens any more.
        defer { exchange.socket.close() }
        let response = HTTPClientResponse(status: status, headers: received, body: [])
        guard try await receive(response, []) else { return }
        while case .body(let piece) = try await exchange.next() {
            guard try await receive(response, piece) else { return }
        }
    }

    // MARK: The exchange

    /// Sends a request and reads the head of its answer.
    private func begin(
        _ method: HTTPMethod,
        _ head: [UInt8],
        _ body: [UInt8],
        before deadline: Deadline
    ) async throws -> (ClientExchange, HTTPStatus, ReceivedHeaders) {
        if let socket = pool.take() {
            var exchange = ClientExchange(method, on: socket, limits: limits, before: deadline)
            do {
                let (status, headers) = try await Self.start(&exchange, head, body)
                return (exchange, status, headers)
            } catch {
                let isStale =
                    error is NetworkError || error is TLSError || error as? HTTPClientError == .cutShort
                guard method.isSafe, isStale, !exchange.hasAnswer else { throw error }
            }
        }
        let connecting = min(deadline, Deadline.after(limits.connectTime))
        let addresses = try await Resolver.addresses(of: place.host, port: place.port, before: connecting)
        let socket = try await StreamSocket.connect(to: addresses, before: connecting)
        let stream: any ByteStream
        if let tls {
            stream = try await tls.secure(socket, to: name, before: connecting)
        } else {
            stream = socket
        }
        var exchange = ClientExchange(method, on: stream, limits: limits, before: deadline)
        let (status, headers) = try await Self.start(&exchange, head, body)
        return (exchange, status, headers)
    }

    private static func start(
        _ exchange: inout ClientExchange,
        _ head: [UInt8],
        _ body: [UInt8]
    ) async throws -> (HTTPStatus, ReceivedHeaders) {
        do {
            try await exchange.send(head, body)
        } catch let error as NetworkError {
            // A server that refuses a large body answers and closes before it has read all of it.
            guard case .head(let status, let headers)? = try? await exchange.next() else { throw error }
            return (status, headers)
        }
        guard case .head(let status, let headers) = try await exchange.next() else {
            throw HTTPClientError.malformedAnswer
        }
        return (status, headers)
    }

    private func head(
        _ method: HTTPMethod,
        _ path: String,
        _ headers: HTTPHeaders,
        _ body: [UInt8],
        _ type: ContentType?
    ) throws(HTTPClientError) -> [UInt8] {
        guard path.utf8.first == ASCII.slash, path.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw .badAddress
        }
        var all = headers
        all.addMissing(from: ["Host": host])
        if let type { all.addMissing(from: ["Content-Type": type.text]) }
        let mayHaveBody = method != .get && method != .head && method != .options
        if mayHaveBody || !body.isEmpty { all["Content-Length"] = "\(body.count)" }
        var bytes = Array("\(method.rawValue) \(path) HTTP/1.1\r\n".utf8)
        do throws(InvalidHeaderField) {
            for field in all.fields { try ResponseHead.append(field, to: &bytes) }
        } catch {
            throw .badHeader(error.name)
        }
        return bytes + "\r\n".utf8
    }
}
