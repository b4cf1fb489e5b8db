import HTTP

/// A problem as programs read it (RFC 9457).
struct ProblemDetails: Encodable {
    /// A path that names the kind of problem.
    var type: String
    var title: String
    var status: Int
    /// What finds the cause in the log.
    var incident: String?
    /// Where a person goes on.
    var location: String?
    /// What the field holds by now, where that is the problem.
    var current: String?

    init(
        _ code: String,
        _ title: String,
        _ status: HTTPStatus,
        incident: String? = nil,
        location: String? = nil,
        current: String? = nil
    ) {
        type = "/problems/\(code)"
        self.title = title
        self.status = status.code
        self.incident = incident
        self.location = location
        self.current = current
    }

    var response: HTTPResponse {
        get throws { try .json(self, type: .problem, status: HTTPStatus(status)) }
    }
}
