/// Why bytes are no request that we answer; the connection ends after the answer.
struct RequestError: Error, Equatable {
    /// What the answer's status is.
    let status: HTTPStatus
    /// Why, for the log of whoever looks for a fault.
    let reason: String

    init(_ status: HTTPStatus, _ reason: String) {
        self.status = status
        self.reason = reason
    }

    static func malformed(_ reason: String) -> RequestError { RequestError(400, reason) }

    /// Nothing in the clear is answered where TLS is spoken.
    static let wantsTLS = RequestError(400, "this port speaks HTTPS, and the address begins with https://")
    static let targetTooLong = RequestError(414, "the request line is too long")
    static let headTooLarge = RequestError(431, "the head is too large")
    static let tooManyFields = RequestError(431, "there are too many header fields")
    static let bodyTooLarge = RequestError(413, "the body is too large")
    static let methodUnknown = RequestError(501, "the method is not known")
    static let codingUnknown = RequestError(501, "the transfer coding is not known")
    static let versionUnknown = RequestError(505, "only HTTP/1.1 and HTTP/1.0 are spoken here")
    static let expectationUnknown = RequestError(417, "the expectation is not known")
    static let tooSlow = RequestError(408, "the request took too long")
}
