/// What a request is about, as it was sent: a path, and what follows a question mark (RFC 9112 §3.2).
struct RequestTarget: Sendable, Equatable {
    /// The path with its escapes, which are well formed and make UTF-8 without control characters; `*` for all of a server.
    let path: ArraySlice<UInt8>
    /// What follows the question mark; nil where there is none.
    let query: ArraySlice<UInt8>?
    /// The host in a target that is a whole address, which goes before the `Host` header.
    let host: RequestHost?

    private static let root: ArraySlice<UInt8> = [ASCII.slash]

    /// Reads a target.
    init(_ text: ArraySlice<UInt8>, method: HTTPMethod) throws(RequestError) {
        var rest = text
        if text.elementsEqual([UInt8(ascii: "*")]), method == .options {
            (path, query, host) = (text, nil, nil)
            return
        }
        if text.first == ASCII.slash {
            host = nil
        } else {
            // absolute-form (§3.2.2): servers must accept it.
            guard let afterScheme = Self.skipScheme(text) else { throw .malformed("the target is no path") }
            let end = afterScheme.firstIndex { $0 == ASCII.slash || $0 == ASCII.question } ?? afterScheme.endIndex
            guard let host = RequestHost(afterScheme[..<end]) else { throw .malformed("the target has no host") }
            self.host = host
            rest = afterScheme[end...]
        }
        let mark = rest.firstIndex(of: ASCII.question)
        let path = rest[..<(mark ?? rest.endIndex)]
        self.path = path.isEmpty ? Self.root : path
        query = mark.map { rest[($0 + 1)...] }
        try Self.check(path: self.path)
        if let query {
            guard query.allSatisfy(Self.isQueryByte), PercentEncoding.isWellFormed(query) else {
                throw .malformed("the query is malformed")
            }
        }
    }

    private static func skipScheme(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        for scheme in ["http://", "https://"]
        where text.count > scheme.utf8.count && ASCII.areEqual(text.prefix(scheme.utf8.count), scheme.utf8) {
            return text.dropFirst(scheme.utf8.count)
        }
        return nil
    }

    private static func check(path: ArraySlice<UInt8>) throws(RequestError) {
        var needsClosely = false
        var last: UInt8 = 0
        for byte in path {
            guard isPathByte(byte) else { throw .malformed("the path is malformed") }
            if byte == ASCII.percent || byte == UInt8(ascii: ".") && last == ASCII.slash { needsClosely = true }
            last = byte
        }
        guard needsClosely else { return }
        for segment in path.split(separator: ASCII.slash) {
            guard let decoded = PercentEncoding.decode(segment) else { throw .malformed("the path is malformed") }
            // Browsers resolve these before they ask; whoever sends them is trying to get somewhere else.
            guard decoded != Array(".".utf8), decoded != Array("..".utf8) else {
                throw .malformed("the path has dot segments")
            }
            guard decoded.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }), String(validating: decoded, as: UTF8.self) != nil
            else { throw .malformed("the path is not UTF-8 or has control characters") }
        }
    }

    /// What may stand in a path: what RFC 3986 allows, and no more.
    private static func isPathByte(_ byte: UInt8) -> Bool {
        isQueryByte(byte) && !"\\^`{|}".utf8.contains(byte)
    }

    /// What may stand in a query: what RFC 3986 allows, and the few signs that browsers do not encode there.
    private static func isQueryByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "#"), UInt8(ascii: "<"), UInt8(ascii: ">"): false
        default: (0x21...0x7E).contains(byte)
        }
    }
}
