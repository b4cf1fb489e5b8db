/// How the end of a body is found.
enum BodyFraming: Sendable, Equatable {
    case none
    /// So many bytes, more than none.
    case length(Int)
    case chunked
}

/// The fields of a head that decide where its body ends and whom it is for, each allowed once (RFC 9112 §6.3).
struct FramingFields {
    private(set) var host: RequestHost?
    private(set) var hasConnection = false
    private(set) var expectsContinue = false
    private var length: Int?
    private var isChunked = false
    private var hasCoding = false

    /// Takes note of a field, and passes over those that are of no concern here.
    mutating func note(_ name: ArraySlice<UInt8>, _ value: ArraySlice<UInt8>) throws(RequestError) {
        // The length tells most other fields apart without comparing their letters.
        switch name.count {
        case 4 where ASCII.areEqual(name, "host".utf8):
            guard host == nil else { throw .malformed("there are two Hosts") }
            guard let value = RequestHost(value) else { throw .malformed("the Host is malformed") }
            host = value
        case 6 where ASCII.areEqual(name, "expect".utf8):
            guard ASCII.areEqual(value, "100-continue".utf8) else { throw .expectationUnknown }
            expectsContinue = true
        case 10 where ASCII.areEqual(name, "connection".utf8):
            hasConnection = true
        case 14 where ASCII.areEqual(name, "content-length".utf8):
            try noteLength(value)
        case 17 where ASCII.areEqual(name, "transfer-encoding".utf8):
            try noteCoding(value)
        default:
            break
        }
    }

    private mutating func noteLength(_ value: ArraySlice<UInt8>) throws(RequestError) {
        // A list of equal numbers may be mended (§6.3); we need not, and refuse it like one of different numbers.
        guard length == nil else { throw .malformed("there are two Content-Lengths") }
        guard !value.isEmpty, value.allSatisfy(ASCII.isDigit) else {
            throw .malformed("the Content-Length is malformed")
        }
        guard let number = ASCII.number(value) else { throw .bodyTooLarge }
        length = number
    }

    private mutating func noteCoding(_ value: ArraySlice<UInt8>) throws(RequestError) {
        guard !hasCoding else { throw .malformed("there are two Transfer-Encodings") }
        hasCoding = true
        let codings = value.split(separator: ASCII.comma, omittingEmptySubsequences: false).map(ASCII.trimmed)
        for coding in codings {
            let isChunked = ASCII.areEqual(coding, "chunked".utf8)
            guard isChunked || ASCII.isToken(coding) else { throw .malformed("the Transfer-Encoding is malformed") }
            guard !(isChunked && self.isChunked) else { throw .malformed("a body is chunked twice") }
            self.isChunked = self.isChunked || isChunked
        }
        guard codings.count == 1, isChunked else { throw .codingUnknown }
    }

    /// Decides where the body ends.
    func framing(isVersion11: Bool, limit: Int) throws(RequestError) -> BodyFraming {
        if hasCoding {
            guard length == nil else { throw .malformed("there are both Transfer-Encoding and Content-Length") }
            // §6.1: a transfer coding from an HTTP/1.0 client means faulty framing.
            guard isVersion11 else { throw .malformed("HTTP/1.0 has no Transfer-Encoding") }
            return .chunked
        }
        guard let length, length > 0 else { return .none }
        guard length <= limit else { throw .bodyTooLarge }
        return .length(length)
    }
}
