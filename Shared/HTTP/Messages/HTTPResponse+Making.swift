internal import Foundation

extension HTTPResponse {
    /// An answer with bytes of a type.
    public static func bytes(_ bytes: [UInt8], type: ContentType, status: HTTPStatus = .ok) -> HTTPResponse {
        HTTPResponse(status, headers: ["Content-Type": type.text], body: .bytes(bytes))
    }

    /// A page, rendered to UTF-8.
    public static func html(_ page: [UInt8], status: HTTPStatus = .ok) -> HTTPResponse {
        .bytes(page, type: .html, status: status)
    }

    /// A plain text.
    public static func text(_ text: String, status: HTTPStatus = .ok) -> HTTPResponse {
        .bytes(Array(text.utf8), type: .text, status: status)
    }

    /// A value as JSON, its members in the order of their names and its dates as ISO 8601.
    public static func json(
        _ value: some Encodable,
        type: ContentType = .json,
        status: HTTPStatus = .ok
    ) throws -> HTTPResponse {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .iso8601
        return .bytes(Array(try encoder.encode(value)), type: type, status: status)
    }

    /// Sends the client to another address, to be looked at with GET (303 unless told otherwise).
    public static func redirect(to address: String, status: HTTPStatus = .seeOther) -> HTTPResponse {
        HTTPResponse(status, headers: ["Location": address])
    }

    /// A body that is written piece by piece.
    public static func stream(
        type: ContentType,
        _ write: @escaping @Sendable (HTTPBodyWriter) async throws -> Void
    ) -> HTTPResponse {
        HTTPResponse(.ok, headers: ["Content-Type": type.text], body: .stream(write))
    }

    /// A stream of events, which a page follows with `EventSource`.
    ///
    /// It lasts until the closure returns, the client goes away, or the server stops.
    public static func events(
        _ send: @escaping @Sendable (EventWriter) async throws -> Void
    ) -> HTTPResponse {
        var response = stream(type: .eventStream) { writer in try await send(EventWriter(writer)) }
        response.headers["Cache-Control"] = "no-store"
        return response
    }

    /// Asks the browser to keep a cookie, or to forget one.
    public mutating func set(_ cookie: SetCookie) {
        headers.append("Set-Cookie", cookie.headerValue)
    }

    /// The same answer, which also asks the browser to keep or forget cookies.
    public func setting(_ cookies: SetCookie...) -> HTTPResponse {
        var response = self
        for cookie in cookies { response.set(cookie) }
        return response
    }

    /// The same answer with a header field set.
    public func with(_ name: String, _ value: String) -> HTTPResponse {
        var response = self
        response.headers[name] = value
        return response
    }
}
