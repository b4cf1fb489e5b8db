/// Writes the head of an answer.
struct ResponseHead {
    /// How the client finds the end of the body.
    enum Framing {
        /// There is no body and nothing is said of one.
        case none
        case length(Int)
        case chunked
        /// The connection's end, for HTTP/1.0.
        case untilClose
    }

    /// What is to become of the connection.
    enum Persistence {
        case close
        /// HTTP/1.1 takes it for granted.
        case keep
        /// HTTP/1.0 must be told.
        case keepAlive
    }

    /// The room that is set aside for a head at first, in bytes: most fit.
    private static let expectedSize = 512

    let status: HTTPStatus
    let headers: HTTPHeaders
    let framing: Framing
    let persistence: Persistence

    /// The head's bytes, its empty line included.
    ///
    /// - Throws: ``InvalidHeaderField`` for a field that would break the head in two.
    func bytes(date: [UInt8]) throws(InvalidHeaderField) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Self.expectedSize)
        bytes += "HTTP/1.1 ".utf8
        bytes.append(contentsOf: [UInt8(48 + status.code / 100), UInt8(48 + status.code / 10 % 10)])
        bytes.append(UInt8(48 + status.code % 10))
        bytes.append(ASCII.space)
        status.reason.withUTF8Buffer { bytes.append(contentsOf: $0) }
        bytes += "\r\n".utf8
        bytes += date
        for field in headers.fields where !Self.isOurs(field.name) {
            try Self.append(field, to: &bytes)
        }
        switch framing {
        case .none, .untilClose: break
        case .length(let length): bytes += "Content-Length: \(length)\r\n".utf8
        case .chunked: bytes += "Transfer-Encoding: chunked\r\n".utf8
        }
        switch persistence {
        case .close: bytes += "Connection: close\r\n".utf8
        case .keep: break
        case .keepAlive: bytes += "Connection: keep-alive\r\n".utf8
        }
        bytes += "\r\n".utf8
        return bytes
    }

    /// Writes one field, which must hold no control characters but tabs (RFC 9110 §5.5).
    static func append(_ field: HTTPHeaders.Field, to bytes: inout [UInt8]) throws(InvalidHeaderField) {
        guard ASCII.isToken(field.name.utf8) else { throw InvalidHeaderField(name: field.name) }
        for byte in field.value.utf8 where byte < 0x20 && byte != ASCII.tab || byte == 0x7F {
            throw InvalidHeaderField(name: field.name)
        }
        bytes += field.name.utf8
        bytes.append(ASCII.colon)
        bytes.append(ASCII.space)
        bytes += field.value.utf8
        bytes.append(ASCII.carriageReturn)
        bytes.append(ASCII.lineFeed)
    }

    /// Whether the server alone decides about a field.
    private static func isOurs(_ name: String) -> Bool {
        switch name.utf8.count {
        case 4: ASCII.areEqual(name, "Date")
        case 10: ASCII.areEqual(name, "Connection")
        case 14: ASCII.areEqual(name, "Content-Length")
        case 17: ASCII.areEqual(name, "Transfer-Encoding")
        default: false
        }
    }
}

/// A header field that cannot be sent: its name is no token, or its value holds a control character.
struct InvalidHeaderField: Error, Equatable, CustomStringConvertible {
    let name: String

    /// Names the field by what of its name can be shown.
    var description: String {
        "the header \(String(decoding: name.utf8.filter(ASCII.isTokenByte).prefix(64), as: UTF8.self)) cannot be sent"
    }
}
