import HTTP

/// What is done around every answer, whatever it is: the host is checked, and the headers go out that keep browsers from
/// being used against people.
struct DoorGuard: Sendable {
    let address: PublicAddress
    private let headers: HTTPHeaders

    init(address: PublicAddress) {
        self.address = address
        headers = SecurityHeaders.all(at: address)
    }

    @Sendable func answer(_ request: HTTPRequest, _ handler: Router.Handler) async throws -> HTTPResponse {
        var response: HTTPResponse
        if let host = request.host, address.isMeant(by: host) {
            response = try await handler(request)
        } else {
            response = misdirected
        }
        response.headers.addMissing(from: headers)
        return response
    }

    /// Under another name the portal's cookies, links and keys would mean something else (RFC 9110 §15.5.20).
    ///
    /// It is told plainly and without a page, since a page's files would come from that other name too.
    private var misdirected: HTTPResponse {
        .text("This portal is at \(address.origin)/\n", status: .misdirected)
    }
}
