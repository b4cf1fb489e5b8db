/// Makes an answer of bytes, however these are cut into pieces (RFC 9112 §6.3, as a client reads it).
struct ResponseParser {
    enum Event {
        case head(HTTPStatus, ReceivedHeaders)
        /// A piece of the body, to be taken before the next call.
        case body(ArraySlice<UInt8>)
        case end
    }

    private enum State {
        case head
        case fixed(Int)
        case chunked(ChunkDecoder)
        case untilClose
        case end
    }

    var input = InputBuffer()
    /// Whether the connection can carry another request after this answer; known once its head has been read.
    private(set) var keepsConnection = false
    private let method: HTTPMethod
    private let limits: HTTPClient.Limits
    private var state = State.head
    private var scanner: HeadScanner

    init(for method: HTTPMethod, limits: HTTPClient.Limits) {
        self.method = method
        self.limits = limits
        scanner = Self.scanner(limits)
    }

    private static func scanner(_ limits: HTTPClient.Limits) -> HeadScanner {
        HeadScanner(firstLine: limits.headBytes, head: limits.headBytes, fields: limits.headerFields)
    }

    /// What comes next; nil when more bytes are needed.
    mutating func next() throws(HTTPClientError) -> Event? {
        do throws(RequestError) {
            return try advance()
        } catch {
            throw error.status.code == 431 || error.status.code == 413 || error.status.code == 414
                ? .tooLarge : .malformedAnswer
        }
    }

    /// Takes note of the connection's end, which ends a body that has no other end.
    mutating func inputEnded() throws(HTTPClientError) {
        guard case .untilClose = state else { throw .cutShort }
        state = .end
    }

    private mutating func advance() throws(RequestError) -> Event? {
        switch state {
        case .head: return try readHead()
        case .fixed(let left):
            if left == 0 { return .end }
            guard input.count > 0 else { return nil }
            let count = min(left, input.count)
            state = .fixed(left - count)
            return .body(take(count))
        case .chunked(let decoder): return try readChunks(decoder)
        case .untilClose: return input.count > 0 ? .body(take(input.count)) : nil
        case .end: return .end
        }
    }

    private mutating func take(_ count: Int) -> ArraySlice<UInt8> {
        let piece = input.slice(0..<count)
        input.use(count)
        return piece
    }

    private mutating func readHead() throws(RequestError) -> Event? {
        while let end = try scanner.end(in: input) {
            let bytes = Array(input.slice(0..<end))
            input.use(end)
            scanner = Self.scanner(limits)
            let line = try StatusLine(bytes)
            var reader = FieldReader(bytes, from: line.end)
            while try reader.next() != nil {}
            // Interim answers, such as 100 Continue, are passed over (RFC 9110 §15.2).
            if line.status < 200, line.status != 101 { continue }
            let headers = ReceivedHeaders(bytes: bytes, fields: reader.fields)
            try begin(line, headers)
            return .head(HTTPStatus(line.status), headers)
        }
        return nil
    }

    private mutating func begin(_ line: StatusLine, _ headers: ReceivedHeaders) throws(RequestError) {
        keepsConnection =
            line.isVersion11
            ? !headers.list("Connection", contains: "close") : headers.list("Connection", contains: "keep-alive")
        let codings = headers.all("Transfer-Encoding")
        let lengths = headers.all("Content-Length")
        if method == .head || HTTPStatus(line.status).hasNoBody {
            state = .end
        } else if !codings.isEmpty {
            guard codings.count == 1, ASCII.areEqual(codings[0], "chunked".utf8), lengths.isEmpty else {
                throw .codingUnknown
            }
            let decoder = ChunkDecoder(
                lineLimit: limits.headBytes,
                bodyLimit: limits.bodyBytes,
                trailerLimit: limits.headBytes,
                trailerFieldLimit: limits.headerFields
            )
            state = .chunked(decoder)
        } else if let first = lengths.first {
            guard let length = ASCII.number(first), lengths.allSatisfy({ $0.elementsEqual(first) }) else {
                throw .malformed("the Content-Length is malformed")
            }
            guard length <= limits.bodyBytes else { throw .bodyTooLarge }
            state = .fixed(length)
        } else {
            keepsConnection = false
            state = .untilClose
        }
    }

    private mutating func readChunks(_ decoder: ChunkDecoder) throws(RequestError) -> Event? {
        var decoder = decoder
        while true {
            let step = try decoder.step(input)
            state = .chunked(decoder)
            switch step {
            case .needsMore: return nil
            case .skip(let count): input.use(count)
            case .data(let count): return .body(take(count))
            case .end(let count):
                input.use(count)
                state = .end
                return .end
            }
        }
    }
}

/// The first line of an answer: `HTTP/1.1 200 OK` (RFC 9112 §4).
private struct StatusLine {
    let status: Int
    let isVersion11: Bool
    /// Where the next line begins.
    let end: Int

    init(_ bytes: [UInt8]) throws(RequestError) {
        guard let lineFeed = bytes.firstIndex(of: ASCII.lineFeed), bytes.starts(with: "HTTP/1.".utf8), lineFeed >= 13,
            ASCII.isDigit(bytes[7]), bytes[8] == ASCII.space, let status = ASCII.number(bytes[9..<12]),
            (100...599).contains(status), bytes[12] == ASCII.space || bytes[12] == ASCII.carriageReturn
        else { throw .malformed("this is no answer") }
        self.status = status
        isVersion11 = bytes[7] != ASCII.zero
        end = lineFeed + 1
    }
}
