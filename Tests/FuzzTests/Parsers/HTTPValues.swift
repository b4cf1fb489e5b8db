import Foundation

@testable import HTTP

/// Targets, hosts, forms, cookies and header fields.
let httpValues: [FuzzedParser] = [
    FuzzedParser("http-target") { bytes in
        guard let target = try? RequestTarget(bytes[...], method: .get) else { return }
        let path = String(decoding: target.path, as: UTF8.self)
        guard let decoded = path.removingPercentEncoding else { throw Broken(description: "\(path) is no text") }
        try must(path.hasPrefix("/"), "\(path) does not begin at the root")
        try must(!decoded.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F }, "\(path) has controls")
        // What another reader makes of it stays below the root, too.
        for segment in path.split(separator: "/") {
            let plain = segment.removingPercentEncoding ?? ""
            try must(plain != "." && plain != "..", "\(path) has dot segments")
        }
        try must(URLComponents(string: path) != nil || path.hasPrefix("//"), "Foundation refuses \(path)")
    },
    FuzzedParser("http-host") { bytes in
        guard let host = RequestHost(bytes[...]) else { return }
        try must(RequestHost(host.description) == host, "\(host) is read back as another")
        try must(host.name == host.name.lowercased(), "\(host) is not in lower case")
        try must(!host.name.contains { "/@\\?#% \r\n\0".contains($0) }, "\(host) holds what no host has")
    },
    FuzzedParser("form") { bytes in
        guard let form = try? FormFields(urlEncoded: bytes[...]) else { return }
        try must(form.all.count <= FormFields.mostFields, "there are too many fields")
        let again = try FormFields(urlEncoded: Array(form.urlEncoded.utf8)[...])
        try must(again == form, "the form is read back as another")
    },
    FuzzedParser("percent-encoding") { bytes in
        let isWellFormed = PercentEncoding.isWellFormed(bytes[...])
        let decoded = PercentEncoding.decode(bytes[...])
        try must((decoded != nil) == isWellFormed, "two readers disagree whether this is well formed")
        guard let text = String(validating: bytes, as: UTF8.self) else { return }
        let encoded = Array(PercentEncoding.encode(text).utf8)
        try must(PercentEncoding.decode(encoded[...]) == bytes, "what is encoded is read back as another")
        // Foundation's reader is the reference; it passes over a NUL.
        if let decoded, let plain = String(validating: decoded, as: UTF8.self), !plain.contains("\0") {
            try must(text.removingPercentEncoding == plain, "Foundation reads another text")
        }
    },
    FuzzedParser("cookies") { bytes in
        let head = Array("Cookie: ".utf8)
        let line = bytes.filter { $0 != 13 && $0 != 10 }
        let field = ReceivedHeaders.Field(name: 0..<6, value: head.count..<(head.count + line.count))
        let cookies = Cookies(ReceivedHeaders(bytes: head + line, fields: [field]))
        try must(cookies.names.count <= Cookies.mostCookies, "there are too many cookies")
        for name in cookies.names {
            for value in cookies.values(of: name) {
                try must(value.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != 0x3B && $0 != 0x22 }, "a bad value")
                try must(name.utf8.count + value.utf8.count <= Cookies.longestCookie, "a cookie is too long")
            }
        }
    },
    FuzzedParser("set-cookie") { bytes in
        let parts = bytes.split(separator: 0, omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
        let path = parts.count > 2 ? parts[2] : "/"
        guard parts.count > 1, let cookie = try? SetCookie(parts[0], parts[1], maxAge: .seconds(5), path: path) else {
            return
        }
        let attributes = cookie.headerValue.components(separatedBy: "; ")
        try must(attributes.count == 6, "another attribute came in: \(attributes)")
        try must(attributes[0] == "\(parts[0])=\(parts[1])" && attributes[1] == "Path=\(path)", "it says another")
        try must(cookie.headerValue.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F }, "it breaks the line")
    },
    FuzzedParser("header-field") { bytes in
        let parts = bytes.split(separator: 0, maxSplits: 1, omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
        var headers = HTTPHeaders()
        headers.append(parts[0], parts.count > 1 ? parts[1] : "")
        let head = ResponseHead(status: .ok, headers: headers, framing: .length(0), persistence: .close)
        guard let written = try? head.bytes(date: []) else { return }
        // An answer with that header is one answer, and read back with the header's own words.
        let lines = String(decoding: written, as: UTF8.self).components(separatedBy: "\r\n")
        let isOurs = ["date", "connection", "content-length", "transfer-encoding"].contains(parts[0].lowercased())
        try must(lines.count == (isOurs ? 5 : 6), "the answer is split: \(lines)")
    },
]
