/// An answer: its status, its headers and its body.
///
/// `Content-Length`, `Transfer-Encoding`, `Connection` and `Date` are the server's own business; those set here are
/// replaced.
public struct HTTPResponse: Sendable {
    /// What follows the head.
    public enum Body: Sendable {
        /// Nothing.
        case empty
        /// All of it at once; the bytes are written as they are, without another copy.
        case bytes([UInt8])
        /// Piece by piece, for as long as the closure runs. It is cancelled when the client goes away or the server stops.
        case stream(@Sendable (HTTPBodyWriter) async throws -> Void)
    }

    /// How the request went.
    public var status: HTTPStatus
    /// The header fields.
    public var headers: HTTPHeaders
    /// What follows the head; it is left out for `HEAD`.
    public var body: Body
    /// The number under which the log tells what failed.
    var incident: String?

    /// Makes an answer.
    public init(_ status: HTTPStatus, headers: HTTPHeaders = [:], body: Body = .empty) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}
