/// How much a client may send, how long it may take, and how many there may be.
///
/// Every figure has a default that suits the portal; `HTTPLimits.standard` is all of them.
public struct HTTPLimits: Sendable {
    /// Bytes of the request line, line end included; more is answered 414.
    public var requestLine = 8 * 1024
    /// Header fields of one request, trailers included; more is answered 431.
    public var headerFields = 100
    /// Bytes of a whole head, request line included; more is answered 431.
    public var headBytes = 32 * 1024
    /// Bytes of a body; more is answered 413.
    public var bodyBytes = 1024 * 1024
    /// Bytes of the line that begins a chunk, extensions included; more is answered 400.
    public var chunkLine = 256

    /// Open connections; one more takes the place of those that have waited longest for their clients.
    ///
    /// Where none has waited for ``shortestWait``, the new one is answered 503 and closed.
    ///
    /// There is no limit for one address: a whole office, and everything behind a proxy, comes from one.
    public var connections = 8192
    /// How long a connection may wait for its client before it gives way to a new one when there are too many.
    public var shortestWait: Duration = .seconds(2)
    /// Requests answered at the same time, streams apart; one more is answered 503 with `Retry-After`.
    public var requestsInHand = 1024
    /// Streams that last at the same time; one more is answered 503 with `Retry-After`.
    public var streams = 2048
    /// Requests on one connection, after which it is closed, so that clients spread over replicas again.
    public var requestsPerConnection = 100_000

    /// From a connection's beginning to the end of its TLS handshake; later it is closed.
    public var handshakeTime: Duration = .seconds(10)
    /// From a request's first byte to the end of its head; later is answered 408.
    public var headTime: Duration = .seconds(10)
    /// From the end of a request's head to the end of its body; later is answered 408.
    public var bodyTime: Duration = .seconds(30)
    /// Between an answer and the first byte of the next request, and before the first request.
    public var idleTime: Duration = .seconds(75)
    /// For the client to take anything at all of what is waiting for it.
    public var writeTime: Duration = .seconds(20)
    /// For a handler to answer; it is then cancelled, and the client gets 503.
    public var handlingTime: Duration = .seconds(30)
    /// For a client to close after it was told that the connection ends, so that it can still read why.
    public var lingerTime: Duration = .seconds(2)
    /// For everything in hand to be finished when the server stops.
    public var drainTime: Duration = .seconds(8)

    /// The defaults.
    public static let standard = HTTPLimits()

    /// The defaults, to be changed one by one.
    public init() {}
}
