/// A request's head, read and checked.
struct RequestHead: Sendable {
    let method: HTTPMethod
    let target: RequestTarget
    let headers: ReceivedHeaders
    /// The host asked for; nil from an HTTP/1.0 client that did not say.
    let host: RequestHost?
    /// Whether the client speaks HTTP/1.1, rather than 1.0.
    let isVersion11: Bool
    let framing: BodyFraming
    /// Whether the connection may carry another request after this one (RFC 9112 §9.3).
    let keepsConnection: Bool
    /// Whether the client waits for a word before it sends the body (RFC 9110 §10.1.1).
    let expectsContinue: Bool

    /// Reads a head, its empty line included.
    init(_ bytes: [UInt8], limits: HTTPLimits) throws(RequestError) {
        let line = try RequestLine(bytes)
        var reader = FieldReader(bytes, from: line.end)
        var marks = FramingFields()
        while let field = try reader.next() {
            guard reader.fields.count <= limits.headerFields else { throw .tooManyFields }
            try marks.note(bytes[field.name], bytes[field.value])
        }
        let headers = ReceivedHeaders(bytes: bytes, fields: reader.fields)

        guard let method = line.method else { throw .methodUnknown }
        let target = try RequestTarget(bytes[line.target], method: method)
        guard marks.host != nil || !line.isVersion11 else { throw .malformed("there is no Host") }

        self.method = method
        self.target = target
        self.headers = headers
        host = target.host ?? marks.host
        isVersion11 = line.isVersion11
        framing = try marks.framing(isVersion11: isVersion11, limit: limits.bodyBytes)
        if line.isVersion11 {
            keepsConnection = !(marks.hasConnection && headers.list("Connection", contains: "close"))
        } else {
            keepsConnection = marks.hasConnection && headers.list("Connection", contains: "keep-alive")
        }
        expectsContinue = marks.expectsContinue && line.isVersion11
    }
}

/// The first line of a request: `GET /login HTTP/1.1` (RFC 9112 §3).
private struct RequestLine {
    /// Nil for a method that we do not know.
    let method: HTTPMethod?
    let target: Range<Int>
    let isVersion11: Bool
    /// Where the next line begins.
    let end: Int

    init(_ bytes: [UInt8]) throws(RequestError) {
        var index = 0
        while index < bytes.count, ASCII.isTokenByte(bytes[index]) { index += 1 }
        guard index > 0, index < bytes.count, bytes[index] == ASCII.space else {
            throw .malformed("the request line does not begin with a method")
        }
        method = Self.method(bytes[..<index])
        let targetStart = index + 1
        index = targetStart
        while index < bytes.count, bytes[index] > ASCII.space, bytes[index] < 0x7F { index += 1 }
        guard index > targetStart, index < bytes.count, bytes[index] == ASCII.space else {
            throw .malformed("the request line has no target or no version")
        }
        target = targetStart..<index

        // HTTP-name "/" DIGIT "." DIGIT CR LF, the name in capitals (§2.3)
        let version = bytes[(index + 1)...].prefix(10)
        let name = version.prefix(5)
        guard version.count == 10, name.elementsEqual("HTTP/".utf8) else {
            throw .malformed("the version is malformed")
        }
        let base = version.startIndex
        let (major, dot, minor) = (version[base + 5], version[base + 6], version[base + 7])
        guard ASCII.isDigit(major), dot == UInt8(ascii: "."), ASCII.isDigit(minor),
            version[base + 8] == ASCII.carriageReturn, version[base + 9] == ASCII.lineFeed
        else { throw .malformed("the version is malformed") }
        guard major == UInt8(ascii: "1") else { throw .versionUnknown }
        isVersion11 = minor != ASCII.zero
        end = base + 10
    }

    private static func method(_ name: ArraySlice<UInt8>) -> HTTPMethod? {
        if name.elementsEqual("GET".utf8) { return .get }
        return HTTPMethod.allCases.first { $0.rawValue.utf8.elementsEqual(name) }
    }
}
