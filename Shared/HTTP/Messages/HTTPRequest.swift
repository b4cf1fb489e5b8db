public import Network

/// A request, whole: its head has been checked and its body read to the end before any handler sees it.
public struct HTTPRequest: Sendable {
    /// What is wanted done.
    public var method: HTTPMethod
    /// The address within the host as it was sent, before the question mark, with its escapes: `/applications/3f%20`.
    public var path: String { String(decoding: target.path, as: UTF8.self) }
    /// The header fields.
    public var headers: ReceivedHeaders
    /// The body; empty where there was none.
    public var body: [UInt8]
    /// The host that the request was sent to, or nil from an HTTP/1.0 client that did not say.
    ///
    /// Whether we are that host is for the handler to check.
    public var host: RequestHost?
    /// Where the connection comes from; nil for a request that was made in the program itself.
    public var remoteAddress: SocketAddress?
    /// The pattern of the route that was found, such as `/applications/:id`; nil before routing.
    public internal(set) var route: String?

    /// The path and the query as they were sent.
    let target: RequestTarget
    /// What the route's pattern took from the path.
    var parameters: [(name: String, value: String)] = []
    /// What the table of routes says of this request.
    var finding = RouteTree.Finding.nothing

    /// Whether it asks what the server as a whole can do: `OPTIONS *` (RFC 9110 §9.3.7).
    var isAboutWholeServer: Bool { method == .options && target.path.elementsEqual("*".utf8) }

    init(head: RequestHead, body: [UInt8], remoteAddress: SocketAddress?) {
        method = head.method
        target = head.target
        headers = head.headers
        host = head.host
        self.body = body
        self.remoteAddress = remoteAddress
    }

    /// Makes a request as if it had arrived, for tests of handlers and routes without a socket.
    ///
    /// - Parameters:
    ///   - method: What is wanted done.
    ///   - target: Path and query, `/login?then=/profile`.
    ///   - headers: The header fields; `Host` is `localhost` and `Content-Length` fits the body unless given.
    ///   - body: The body.
    ///   - remoteAddress: Where it is to come from.
    /// - Throws: An `HTTPProblem`, for a request that the server would refuse.
    public init(
        _ method: HTTPMethod,
        _ target: String,
        headers: HTTPHeaders = [:],
        body: [UInt8] = [],
        remoteAddress: SocketAddress? = nil
    ) throws(HTTPProblem) {
        var headers = headers
        headers.addMissing(from: ["Host": "localhost"])
        if !body.isEmpty { headers.addMissing(from: ["Content-Length": "\(body.count)"]) }
        var text = "\(method.rawValue) \(target) HTTP/1.1\r\n"
        for field in headers.fields { text += "\(field.name): \(field.value)\r\n" }
        let bytes = Array((text + "\r\n").utf8)
        let head: RequestHead
        do {
            head = try RequestHead(bytes, limits: .standard)
        } catch {
            throw HTTPProblem(error.status, error.reason)
        }
        self.init(head: head, body: body, remoteAddress: remoteAddress)
    }
}
