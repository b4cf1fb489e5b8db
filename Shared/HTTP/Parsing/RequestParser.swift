/// Makes requests of bytes, however these are cut into pieces.
///
/// It is a value that knows nothing of sockets. After it has thrown, the bytes have lost their meaning, and the
/// connection must end.
struct RequestParser {
    enum Event {
        case head(RequestHead)
        /// A piece of the body, to be taken before the next call.
        case body(ArraySlice<UInt8>)
        case end
    }

    private enum State {
        case head
        case fixed(Int)
        case chunked(ChunkDecoder)
        case end
        case failed(RequestError)
    }

    /// What has arrived and not been read yet.
    var input = InputBuffer()
    private let limits: HTTPLimits
    private var state = State.head
    private var scanner: HeadScanner
    private var hasSkippedLine = false

    init(limits: HTTPLimits) {
        self.limits = limits
        scanner = Self.scanner(limits)
    }

    private static func scanner(_ limits: HTTPLimits) -> HeadScanner {
        HeadScanner(firstLine: limits.requestLine, head: limits.headBytes, fields: limits.headerFields)
    }

    /// Whether nothing of a request has arrived.
    var isBetweenRequests: Bool {
        if case .head = state { input.count == 0 } else { false }
    }

    /// What comes next; nil when more bytes are needed.
    mutating func next() throws(RequestError) -> Event? {
        do throws(RequestError) {
            return try advance()
        } catch {
            state = .failed(error)
            throw error
        }
    }

    private mutating func advance() throws(RequestError) -> Event? {
        switch state {
        case .head: try readHead()
        case .fixed(let left): readFixed(left)
        case .chunked(let decoder): try readChunks(decoder)
        case .end: endRequest()
        case .failed(let error): throw error
        }
    }

    private mutating func readHead() throws(RequestError) -> Event? {
        guard input.count > 0 else { return nil }
        try skipEmptyLine()
        guard input.count > 0 else { return nil }
        // What does not begin like a method is no HTTP, such as a greeting of TLS: there is no use in waiting for more.
        let first = input[0]
        let maybeLine = first == ASCII.carriageReturn && !hasSkippedLine && input.count == 1
        guard ASCII.isTokenByte(first) || maybeLine else { throw .malformed("this does not begin like a request") }
        guard let end = try scanner.end(in: input) else { return nil }
        let bytes = Array(input.slice(0..<end))
        input.use(end)
        scanner = Self.scanner(limits)
        hasSkippedLine = false

        let head = try RequestHead(bytes, limits: limits)
        switch head.framing {
        case .none: state = .end
        case .length(let length): state = .fixed(length)
        case .chunked:
            state = .chunked(
                ChunkDecoder(
                    lineLimit: limits.chunkLine,
                    bodyLimit: limits.bodyBytes,
                    trailerLimit: limits.headBytes,
                    trailerFieldLimit: limits.headerFields
                )
            )
        }
        return .head(head)
    }

    /// An empty line before a request is passed over: some clients send one after a body (RFC 9112 §2.2).
    private mutating func skipEmptyLine() throws(RequestError) {
        guard !hasSkippedLine, input.count >= 2, input[0] == ASCII.carriageReturn else { return }
        guard input[1] == ASCII.lineFeed else { throw .malformed("there is a CR without LF") }
        input.use(2)
        hasSkippedLine = true
    }

    private mutating func readFixed(_ left: Int) -> Event? {
        guard input.count > 0 else { return nil }
        let count = min(left, input.count)
        let piece = input.slice(0..<count)
        input.use(count)
        state = count == left ? .end : .fixed(left - count)
        return .body(piece)
    }

    private mutating func readChunks(_ decoder: ChunkDecoder) throws(RequestError) -> Event? {
        var decoder = decoder
        while true {
            switch try decoder.step(input) {
            case .needsMore:
                state = .chunked(decoder)
                return nil
            case .skip(let count):
                input.use(count)
            case .data(let count):
                let piece = input.slice(0..<count)
                input.use(count)
                state = .chunked(decoder)
                return .body(piece)
            case .end(let count):
                input.use(count)
                return endRequest()
            }
        }
    }

    private mutating func endRequest() -> Event {
        state = .head
        return .end
    }
}
