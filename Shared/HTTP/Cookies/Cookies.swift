/// The cookies that a request brought (RFC 6265bis §5.8.3), read strictly.
///
/// A pair whose name is no token, or whose value holds what no cookie of ours can (spaces, quotes, commas, backslashes,
/// control characters), is passed over, and so is everything past the limits: a cookie that another program on the host
/// has set must not lock anybody out.
public struct Cookies: Sendable, Equatable {
    /// Cookies in one request, at most.
    public static let mostCookies = 64
    /// Bytes of one name and value together, at most (RFC 6265bis §5.6).
    public static let longestCookie = 4096

    private var pairs: [(name: String, value: String)] = []

    /// No cookies.
    public init() {}

    init(_ headers: ReceivedHeaders) {
        for header in headers.all("Cookie") {
            for pair in header.split(separator: ASCII.semicolon) {
                guard pairs.count < Self.mostCookies else { return }
                guard pair.count <= Self.longestCookie, let equals = pair.firstIndex(of: ASCII.equals) else { continue }
                let name = ASCII.trimmed(pair[..<equals])
                let value = ASCII.trimmed(pair[(equals + 1)...])
                guard ASCII.isToken(name), value.allSatisfy(Self.isValueByte) else { continue }
                pairs.append((String(decoding: name, as: UTF8.self), String(decoding: value, as: UTF8.self)))
            }
        }
    }

    /// The value of a name, whose case counts; the first where there are several, which is the one with the longest path.
    public subscript(name: String) -> String? {
        pairs.first { $0.name == name }?.value
    }

    /// All values of a name.
    public func values(of name: String) -> [String] {
        pairs.filter { $0.name == name }.map(\.value)
    }

    /// The names, in the order in which they were sent.
    public var names: [String] { pairs.map(\.name) }

    /// `cookie-octet` (RFC 6265bis §4.1.1).
    static func isValueByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x21, 0x23...0x2B, 0x2D...0x3A, 0x3C...0x5B, 0x5D...0x7E: true
        default: false
        }
    }

    public static func == (first: Cookies, second: Cookies) -> Bool {
        first.pairs.elementsEqual(second.pairs) { $0 == $1 }
    }
}
