/// Requests as bytes, and the answer that each must get.
enum RawRequests {
    struct Refused: Sendable {
        let status: Int
        let text: String

        init(_ status: Int, _ text: String) {
            self.status = status
            self.text = text
        }
    }

    struct Accepted: Sendable {
        let text: String
        let method: String
        let path: String
        let query: String?
        let body: String

        init(_ text: String, _ method: String = "GET", _ path: String = "/", query: String? = nil, body: String = "") {
            self.text = text
            self.method = method
            self.path = path
            self.query = query
            self.body = body
        }
    }

    private static let host = "Host: localhost\r\n"

    /// Requests that are answered.
    static let accepted: [Accepted] = [
        Accepted("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"),
        Accepted("GET / HTTP/1.1\r\nhOsT:localhost\r\n\r\n"),
        Accepted("GET / HTTP/1.1\r\nHost: \t localhost \t \r\n\r\n"),
        Accepted("GET / HTTP/1.1\r\nHost: [::1]:8080\r\n\r\n"),
        Accepted("GET / HTTP/1.1\r\nHost: EXAMPLE.org:443\r\n\r\n"),
        Accepted("\r\nGET / HTTP/1.1\r\n\(host)\r\n"),
        Accepted("GET / HTTP/1.0\r\n\r\n"),
        Accepted("GET / HTTP/1.0\r\n\(host)\r\n"),
        Accepted("GET / HTTP/1.2\r\n\(host)\r\n"),
        Accepted("GET http://localhost/ HTTP/1.1\r\nHost: other\r\n\r\n"),
        Accepted("GET HTTP://localhost:80 HTTP/1.1\r\n\(host)\r\n"),
        Accepted("GET http://localhost?a=b HTTP/1.1\r\n\(host)\r\n", query: "a=b"),
        Accepted("GET /?a=b?c/d&e={|}\\^` HTTP/1.1\r\n\(host)\r\n", query: "a=b?c/d&e={|}\\^`"),
        Accepted("GET /? HTTP/1.1\r\n\(host)\r\n", query: ""),
        Accepted("GET /a%20b/%C3%BC HTTP/1.1\r\n\(host)\r\n", "GET", "/a%20b/%C3%BC"),
        Accepted("GET /a...b/.well-known HTTP/1.1\r\n\(host)\r\n", "GET", "/a...b/.well-known"),
        Accepted("GET //a HTTP/1.1\r\n\(host)\r\n", "GET", "//a"),
        Accepted("OPTIONS * HTTP/1.1\r\n\(host)\r\n", "OPTIONS", "*"),
        Accepted("GET / HTTP/1.1\r\n\(host)X-Empty:\r\nX-Old: caf\u{E9}\r\nX-Tab: a\tb\r\n\r\n"),
        Accepted("GET / HTTP/1.1\r\n\(host)Content-Length: 0\r\n\r\n"),
        Accepted("GET / HTTP/1.1\r\n\(host)Content-Length: 2\r\n\r\nok", body: "ok"),
        Accepted("POST / HTTP/1.1\r\n\(host)Content-Length: 3\r\n\r\nabc", "POST", body: "abc"),
        Accepted("POST / HTTP/1.1\r\n\(host)Content-Length: 0003\r\n\r\nabc", "POST", body: "abc"),
        Accepted("POST / HTTP/1.1\r\n\(host)Content-Length: 4\r\n\r\n\r\n\r\n", "POST", body: "\r\n\r\n"),
        Accepted(
            "POST / HTTP/1.1\r\n\(host)Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;a=\"b\"\r\nde\r\n0\r\n\r\n",
            "POST",
            body: "abcde"
        ),
        Accepted(
            "POST / HTTP/1.1\r\n\(host)Transfer-Encoding:  CHUNKED \r\n\r\n00A\r\n0123456789\r\n000\r\nX-T: 1\r\n\r\n",
            "POST",
            body: "0123456789"
        ),
        Accepted("POST / HTTP/1.1\r\n\(host)Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "POST"),
        Accepted(
            "POST / HTTP/1.1\r\n\(host)Expect: 100-Continue\r\nContent-Length: 2\r\n\r\nok",
            "POST",
            body: "ok"
        ),
    ]

    private static func get(_ fields: String) -> String { "GET / HTTP/1.1\r\n\(host)\(fields)\r\n\r\n" }
    private static func target(_ target: String) -> String { "GET \(target) HTTP/1.1\r\n\(host)\r\n" }
    private static func chunks(_ chunks: String) -> String {
        "POST / HTTP/1.1\r\n\(host)Transfer-Encoding: chunked\r\n\r\n\(chunks)"
    }

    /// Requests that are refused, after which the connection ends.
    static let refused: [Refused] =
        requestLines + targets + versions + fields + hosts + lengths + codings + brokenChunks + tooMuch

    private static let requestLines = [
        Refused(400, "GET / HTTP/1.1\nHost: localhost\n\n"),
        Refused(400, "GET / HTTP/1.1\r\nHost: localhost\n\r\n"),
        Refused(400, "GET / HTTP/1.1\r\r\n\(host)\r\n"),
        Refused(400, "GET  / HTTP/1.1\r\n\(host)\r\n"),
        Refused(400, "GET /  HTTP/1.1\r\n\(host)\r\n"),
        Refused(400, "GET / HTTP/1.1 \r\n\(host)\r\n"),
        Refused(400, " GET / HTTP/1.1\r\n\(host)\r\n"),
        Refused(400, "GET\t/\tHTTP/1.1\r\n\(host)\r\n"),
        Refused(400, "GET /\r\n\r\n"),
        Refused(400, "GET\r\n\r\n"),
        Refused(400, "G{T / HTTP/1.1\r\n\(host)\r\n"),
        Refused(400, "\r\n\r\nGET / HTTP/1.1\r\n\(host)\r\n"),
        Refused(400, "\u{16}\u{3}\u{1}\u{2}"),
        Refused(400, "\u{0}"),
        Refused(501, "get / HTTP/1.1\r\n\(host)\r\n"),
        Refused(501, "BREW / HTTP/1.1\r\n\(host)\r\n"),
        Refused(501, "TRACE / HTTP/1.1\r\n\(host)\r\n"),
        Refused(501, "CONNECT localhost:80 HTTP/1.1\r\n\(host)\r\n"),
    ]

    private static let targets = [
        Refused(400, target("a")),
        Refused(400, target("*")),
        Refused(400, target("ftp://localhost/")),
        Refused(400, target("http:///a")),
        Refused(400, target("http://user@localhost/")),
        Refused(400, target("/a#b")),
        Refused(400, target("/a\\b")),
        Refused(400, target("/a\u{0}b")),
        Refused(400, target("/\u{FC}")),
        Refused(400, target("/a|b")),
        Refused(400, target("/<script>")),
        Refused(400, target("/?a=<b>")),
        Refused(400, target("/%")),
        Refused(400, target("/%4")),
        Refused(400, target("/%zz")),
        Refused(400, target("/?%zz")),
        Refused(400, target("/%00")),
        Refused(400, target("/%0d%0a")),
        Refused(400, target("/%ff")),
        Refused(400, target("/%C0%AF")),
        Refused(400, target("/../a")),
        Refused(400, target("/a/..")),
        Refused(400, target("/a/%2e%2E/b")),
        Refused(400, target("/a/./b")),
    ]

    private static let versions = [
        Refused(505, "GET / HTTP/2.0\r\n\(host)\r\n"),
        Refused(505, "PRI * HTTP/2.0\r\n\r\n"),
        Refused(505, "GET / HTTP/0.9\r\n\(host)\r\n"),
        Refused(400, "GET / http/1.1\r\n\(host)\r\n"),
        Refused(400, "GET / HTTP/1\r\n\(host)\r\n"),
        Refused(400, "GET / HTTP/1.10\r\n\(host)\r\n"),
        Refused(400, "GET / HTTP/1,1\r\n\(host)\r\n"),
        Refused(400, "GET / HTTPS/1.1\r\n\(host)\r\n"),
    ]

    private static let fields = [
        Refused(400, get("Name : value")),
        Refused(400, get("Name\t: value")),
        Refused(400, get(" Name: value")),
        Refused(400, get("Name: value\r\n folded")),
        Refused(400, get("Name: value\r\n\tfolded")),
        Refused(400, get(": value")),
        Refused(400, get("Name")),
        Refused(400, get("Na me: value")),
        Refused(400, get("N\u{E9}: value")),
        Refused(400, get("Name: a\rb")),
        Refused(400, get("Name: a\nb: c")),
        Refused(400, get("Name: a\u{0}b")),
        Refused(400, get("Name: a\u{7F}b")),
        Refused(400, get("Name: a\u{1B}b")),
        Refused(417, get("Expect: a-miracle")),
    ]

    private static let hosts = [
        Refused(400, "GET / HTTP/1.1\r\n\r\n"),
        Refused(400, "GET / HTTP/1.1\r\nHost:\r\n\r\n"),
        Refused(400, get("Host: localhost")),
        Refused(400, get("host: other")),
        Refused(400, "GET / HTTP/1.1\r\nHost: a b\r\n\r\n"),
        Refused(400, "GET / HTTP/1.1\r\nHost: a, b\r\n\r\n"),
        Refused(400, "GET / HTTP/1.1\r\nHost: user@a\r\n\r\n"),
        Refused(400, "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n"),
        Refused(400, "GET / HTTP/1.1\r\nHost: a:b\r\n\r\n"),
        Refused(400, "GET / HTTP/1.1\r\nHost: a:65536\r\n\r\n"),
        Refused(400, "GET / HTTP/1.1\r\nHost: [::1\r\n\r\n"),
        Refused(400, "GET / HTTP/1.1\r\nHost: ::1\r\n\r\n"),
        Refused(400, "GET http://localhost/ HTTP/1.1\r\n\r\n"),
    ]

    private static let lengths = [
        Refused(400, get("Content-Length: 1\r\nContent-Length: 1")),
        Refused(400, get("Content-Length: 1\r\nContent-Length: 2")),
        Refused(400, get("Content-Length: 1, 1")),
        Refused(400, get("Content-Length: +1")),
        Refused(400, get("Content-Length: -1")),
        Refused(400, get("Content-Length: 0x1")),
        Refused(400, get("Content-Length: 1 1")),
        Refused(400, get("Content-Length: 1.0")),
        Refused(400, get("Content-Length:")),
        Refused(413, get("Content-Length: 1048577")),
        Refused(413, get("Content-Length: 99999999999999999999999")),
    ]

    private static let codings = [
        Refused(400, get("Transfer-Encoding: chunked\r\nContent-Length: 1")),
        Refused(400, get("Content-Length: 1\r\nTransfer-Encoding: chunked")),
        Refused(400, get("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked")),
        Refused(400, get("Transfer-Encoding: chunked, chunked")),
        Refused(400, get("Transfer-Encoding: \"chunked\"")),
        Refused(400, get("Transfer-Encoding:")),
        Refused(400, get("Transfer-Encoding: chunked;q=1")),
        Refused(400, get("Transfer-Encoding : chunked")),
        Refused(501, get("Transfer-Encoding: gzip, chunked")),
        Refused(501, get("Transfer-Encoding: chunked, gzip")),
        Refused(501, get("Transfer-Encoding: identity")),
        Refused(501, get("Transfer-Encoding: xchunked")),
        Refused(400, "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n"),
    ]

    private static let brokenChunks = [
        Refused(400, chunks("\r\n")),
        Refused(400, chunks("g\r\n")),
        Refused(400, chunks("0x3\r\nabc\r\n")),
        Refused(400, chunks(" 3\r\nabc\r\n")),
        Refused(400, chunks("3 \r\nabc\r\n")),
        Refused(400, chunks("-3\r\nabc\r\n")),
        Refused(400, chunks("3\nabc\n")),
        Refused(400, chunks("3\r\nabcd\r\n")),
        Refused(400, chunks("3\r\nabc\n0\r\n\r\n")),
        Refused(400, chunks("3\r\nabc\rX")),
        Refused(400, chunks("3;a\u{0}\r\nabc\r\n")),
        Refused(400, chunks("3;a\nb\r\nabc\r\n")),
        Refused(400, chunks("3\rabc")),
        Refused(400, chunks("0000000000000003\r\nabc\r\n")),
        Refused(400, chunks("fffffffffffffffff\r\n")),
        Refused(400, chunks("3;\(String(repeating: "a", count: 300))\r\nabc\r\n")),
        Refused(400, chunks("0\r\nBad Trailer: 1\r\n\r\n")),
        Refused(400, chunks("0\r\nTrailer: 1\n\r\n")),
        Refused(413, chunks("fffffffffffff\r\n")),
        Refused(413, chunks("100001\r\n")),
    ]

    private static let tooMuch = [
        Refused(414, target("/" + String(repeating: "a", count: 8200))),
        Refused(414, "GET /" + String(repeating: "a", count: 8200)),
        Refused(431, get("Name: " + String(repeating: "a", count: 33_000))),
        Refused(431, "GET / HTTP/1.1\r\n" + host + "Name: " + String(repeating: "a", count: 33_000)),
        Refused(431, get((0..<100).map { "X-\($0): 1" }.joined(separator: "\r\n"))),
        Refused(431, chunks("0\r\n" + String(repeating: "X: 1\r\n", count: 101) + "\r\n")),
        Refused(431, chunks("0\r\nX: " + String(repeating: "a", count: 33_000) + "\r\n\r\n")),
    ]
}

extension String {
    /// The text as bytes; signs up to U+00FF become one byte each, so that a table can hold bytes that are not UTF-8.
    var latin1: [UInt8] { unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) } }
}
