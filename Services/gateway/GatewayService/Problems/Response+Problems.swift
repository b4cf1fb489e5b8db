import HTTP

extension HTTPResponse {
    /// The same answer with another status.
    func with(_ status: HTTPStatus) -> HTTPResponse {
        var response = self
        response.status = status
        return response
    }

    /// The same answer, which tells how many seconds to wait where that is known.
    func retrying(after seconds: Int?) -> HTTPResponse {
        seconds.map { with("Retry-After", String($0)) } ?? self
    }
}
