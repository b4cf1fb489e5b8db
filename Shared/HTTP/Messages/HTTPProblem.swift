/// A request that is answered with an error, for a reason that is known and safe to tell.
///
/// Handlers, routes and the reading of forms throw it; the server turns it into an answer by the hook it was given, in
/// the one place where errors get words for people. Any other error that a handler throws is logged under an incident
/// number and becomes a problem of status 500 with that number and nothing else.
public struct HTTPProblem: Error, Sendable, Equatable, CustomStringConvertible {
    /// What the answer's status is to be.
    public var status: HTTPStatus
    /// Why, in a sentence for developers; it holds nothing of the request's content.
    public var reason: String
    /// Headers that the answer must carry, such as `Allow` or `Retry-After`.
    public var headers: HTTPHeaders
    /// The number under which the log tells more, for a failure of ours.
    public var incident: String?

    /// Makes a problem.
    public init(_ status: HTTPStatus, _ reason: String, headers: HTTPHeaders = [:], incident: String? = nil) {
        self.status = status
        self.reason = reason
        self.headers = headers
        self.incident = incident
    }

    public var description: String { "\(status) \(reason)" }

    /// Nothing is to be found under this address.
    public static var notFound: HTTPProblem { HTTPProblem(.notFound, "There is nothing here.") }

    /// Too much is going on; the client may try again a little later.
    public static var overloaded: HTTPProblem {
        HTTPProblem(.serviceUnavailable, "Too many requests are being answered.", headers: ["Retry-After": "1"])
    }
}
