@testable import HTTP

/// Requests, answers and chunks: however the bytes are cut into pieces, they say the same, within the limits.
let httpMessages: [FuzzedParser] = [
    FuzzedParser("http-request") { bytes in
        let whole = RequestStory(of: bytes, inPiecesOf: max(bytes.count, 1))
        for size in [1, 2, 7, 61] {
            let pieces = RequestStory(of: bytes, inPiecesOf: size)
            try must(pieces == whole, "in pieces of \(size) it is another story: \(pieces) and \(whole)")
        }
        for head in whole.heads { try check(head) }
        for body in whole.bodies { try must(body.count <= RequestStory.limits.bodyBytes, "a body is too large") }
    },
    FuzzedParser("http-response") { bytes in
        for method in [HTTPMethod.get, .head] {
            let whole = ResponseStory(of: bytes, to: method, inPiecesOf: max(bytes.count, 1))
            for size in [1, 2, 7, 61] {
                let pieces = ResponseStory(of: bytes, to: method, inPiecesOf: size)
                try must(pieces == whole, "in pieces of \(size) it is another story: \(pieces) and \(whole)")
            }
            try must(whole.status.map { (200...599).contains($0) || $0 == 101 } ?? true, "an impossible status")
            try must(whole.body.count <= bytes.count, "a body is longer than what arrived")
        }
    },
    FuzzedParser("http-chunks") { bytes in
        var parser = RequestParser(limits: RequestStory.limits)
        parser.input.append(Array("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n".utf8) + bytes)
        var body: [UInt8] = []
        while let event = try? parser.next() {
            if case .body(let piece) = event { body += piece }
            guard case .end = event else { continue }
            guard let reference = plainlyDecoded(bytes) else {
                throw Broken(description: "the plain decoder refuses these chunks")
            }
            try must(reference.body == body, "the plain decoder finds another body")
            try must(reference.rest == parser.input.count, "the plain decoder finds another end")
            return
        }
    },
]

/// What a connection's requests come to.
private struct RequestStory: Equatable {
    /// So small that what is too much comes soon.
    static let limits: HTTPLimits = {
        var limits = HTTPLimits()
        limits.requestLine = 200
        limits.headBytes = 800
        limits.headerFields = 12
        limits.bodyBytes = 300
        limits.chunkLine = 40
        return limits
    }()

    var heads: [RequestHead] = []
    var bodies: [[UInt8]] = []
    var ends = 0
    var hasFailed = false

    init(of bytes: [UInt8], inPiecesOf size: Int) {
        var parser = RequestParser(limits: Self.limits)
        var rest = bytes[...]
        repeat {
            parser.input.append(rest.prefix(size))
            rest = rest.dropFirst(size)
            do {
                while let event = try parser.next() {
                    switch event {
                    case .head(let head):
                        heads.append(head)
                        bodies.append([])
                    case .body(let piece): bodies[bodies.count - 1] += piece
                    case .end: ends += 1
                    }
                }
            } catch {
                hasFailed = true
                return
            }
        } while !rest.isEmpty
    }

    static func == (first: RequestStory, second: RequestStory) -> Bool {
        // A piece of a body that is too long may have been taken before that was known.
        let isSettled = !first.hasFailed && !second.hasFailed
        return first.heads.map(\.line) == second.heads.map(\.line) && first.ends == second.ends
            && first.hasFailed == second.hasFailed && (!isSettled || first.bodies == second.bodies)
    }
}

extension RequestHead {
    /// All that a handler gets to see of it.
    fileprivate var line: String {
        let fields = headers.all.map { "\($0.name): \($0.value)" }
        return "\(method) \(target.path) \(target.query ?? []) \(host?.description ?? "-") \(framing) \(fields)"
    }
}

/// What no request that is answered may have, looked for in another way than the parser does (RFC 9112 §3, §5 and §6).
private func check(_ head: RequestHead) throws {
    let fields = head.headers.all
    func count(_ name: String) -> Int { fields.count { $0.name.lowercased() == name } }
    try must(count("host") <= 1 && (count("host") == 1 || !head.isVersion11), "Host is there \(count("host")) times")
    try must(count("content-length") + count("transfer-encoding") <= 1, "the framing is told twice")
    try must(count("transfer-encoding") == 0 || head.framing == .chunked, "a coding is passed over")
    if count("content-length") == 1, case .length(let length) = head.framing {
        try must(head.headers["content-length"].flatMap(Int.init) == length, "the length is another")
    }
    for (name, value) in fields {
        let isClean = !(name + value).unicodeScalars.contains { $0.value < 0x20 && $0 != "\t" || $0.value == 0x7F }
        try must(isClean && !name.isEmpty && !name.contains(" "), "a field is malformed")
    }
    try must(fields.count <= RequestStory.limits.headerFields, "there are too many fields")
}

/// What an answer comes to.
private struct ResponseStory: Equatable {
    var status: Int?
    var fields = ""
    var body: [UInt8] = []
    var isWhole = false
    var hasFailed = false
    var keeps = false

    private static let limits: HTTPClient.Limits = {
        var limits = HTTPClient.Limits()
        limits.headBytes = 800
        limits.headerFields = 12
        limits.bodyBytes = 300
        return limits
    }()

    init(of bytes: [UInt8], to method: HTTPMethod, inPiecesOf size: Int) {
        var parser = ResponseParser(for: method, limits: Self.limits)
        var rest = bytes[...]
        reading: repeat {
            parser.input.append(rest.prefix(size))
            rest = rest.dropFirst(size)
            do {
                while let event = try parser.next() {
                    switch event {
                    case .head(let status, let headers):
                        self.status = status.code
                        fields = headers.all.map { "\($0.name): \($0.value)" }.joined(separator: "\n")
                    case .body(let piece): body += piece
                    case .end:
                        isWhole = true
                        break reading
                    }
                }
            } catch {
                hasFailed = true
            }
        } while !rest.isEmpty && !hasFailed
        keeps = parser.keepsConnection
        if hasFailed { body = [] }
    }
}

/// Chunks as the simplest reader takes them apart (RFC 9112 §7.1.3); nil where it cannot.
private func plainlyDecoded(_ bytes: [UInt8]) -> (body: [UInt8], rest: Int)? {
    var rest = bytes[...]
    func line() -> ArraySlice<UInt8>? {
        guard let feed = rest.firstIndex(of: 10), feed > rest.startIndex, rest[feed - 1] == 13 else { return nil }
        defer { rest = rest[(feed + 1)...] }
        return rest[..<(feed - 1)]
    }
    var body: [UInt8] = []
    while true {
        guard let line = line() else { return nil }
        let text = String(decoding: line.prefix { $0 != UInt8(ascii: ";") }, as: UTF8.self)
        guard let size = Int(text.trimmingPrefix(" ").prefix { $0.isHexDigit }, radix: 16) else { return nil }
        guard size > 0 else { break }
        guard rest.count >= size + 2 else { return nil }
        body += rest.prefix(size)
        rest = rest.dropFirst(size)
        guard rest.prefix(2).elementsEqual([13, 10]) else { return nil }
        rest = rest.dropFirst(2)
    }
    while let trailer = line() {
        if trailer.isEmpty { return (body, rest.count) }
    }
    return nil
}
