public import Network

/// What may be logged and counted of one request and its answer: neither path nor query, which can hold secrets.
public struct HTTPExchange: Sendable {
    /// What was wanted done; nil where the request could not be read.
    public let method: HTTPMethod?
    /// The pattern of the route, such as `/applications/:id/open`; nil where none was found.
    public let route: String?
    /// How the request went.
    public let status: HTTPStatus
    /// From the request's last byte to the answer's, as far as the connection took it.
    public let duration: Duration
    /// Bytes of the answer's body.
    public let bodyBytes: Int
    /// Where the request came from.
    public let remoteAddress: SocketAddress?
    /// The number under which the log tells what failed.
    public let incident: String?
}
