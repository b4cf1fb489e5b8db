import Foundation
import HTTP
import ServiceRuntime
import Synchronization
import XCTest

@testable import GatewayService

/// A browser as far as a portal can tell: it keeps cookies, says where its forms come from, and follows redirects on request.
final class Browser: Sendable {
    private let client: HTTPClient
    private let address: PublicAddress
    private let jar = Mutex<[String: String]>([:])

    convenience init(at door: HostPort, of address: PublicAddress) throws {
        self.init(by: try HTTPClient("http://\(door)"), to: address)
    }

    init(by client: HTTPClient, to address: PublicAddress) {
        self.client = client
        self.address = address
    }

    /// The cookies that it holds.
    var cookies: [String: String] { jar.withLock { $0 } }

    func setCookie(_ name: String, _ value: String?) {
        jar.withLock { $0[name] = value }
    }

    /// Asks for a page.
    func get(_ path: String, headers: HTTPHeaders = [:]) async throws -> Seen {
        try await send(.get, path, headers: headers)
    }

    /// Asks for a page and goes wherever that leads within the portal.
    func follow(_ path: String) async throws -> Seen {
        var seen = try await get(path)
        for _ in 0..<20 {
            guard seen.status == .seeOther, let next = seen.location, next.hasPrefix("/") else { return seen }
            seen = try await get(next)
        }
        XCTFail("led in circles from \(path)")
        return seen
    }

    /// Opens a page, fills in the form on it that goes to `action`, and sends it.
    func submit(
        _ action: String,
        on page: String,
        _ typed: KeyValuePairs<String, String>,
        headers: HTTPHeaders = [:]
    ) async throws -> Seen {
        let seen = try await follow(page)
        return try await post(action, hidden: seen.hidden(in: action), typed, headers: headers)
    }

    /// Sends a form as the page that was seen would.
    func post(
        _ action: String,
        hidden: [String: String],
        _ typed: KeyValuePairs<String, String>,
        headers: HTTPHeaders = [:]
    ) async throws -> Seen {
        var fields = hidden
        for (name, value) in typed { fields[name] = value }
        let form = fields.map { "\(PercentEncoding.encode($0.key))=\(PercentEncoding.encode($0.value))" }
        var all: HTTPHeaders = ["Origin": address.origin]
        for field in headers.fields { all[field.name] = field.value.isEmpty ? nil : field.value }
        return try await send(.post, action, headers: all, body: Array(form.joined(separator: "&").utf8), type: .form)
    }

    /// Signs in with a password, and goes wherever that leads.
    @discardableResult
    func signIn(then: String? = nil, remember: Bool = false) async throws -> Seen {
        let answer = try await givePassword(then: then, remember: remember)
        guard answer.status == .seeOther, let next = answer.location else { return answer }
        return try await follow(next)
    }

    /// Signs in as far as the answer to the password.
    func givePassword(
        _ password: String = ScriptedAuth.password,
        email: String = ScriptedAuth.email,
        then: String? = nil,
        remember: Bool = false
    ) async throws -> Seen {
        let page = then.map { "/login?then=\(PercentEncoding.encode($0))" } ?? "/login"
        let first = try await follow(page)
        var hidden = try first.hidden(in: "/login")
        if remember { hidden["remember"] = "on" }
        let begun = try await post("/login", hidden: hidden, ["email": email])
        guard begun.status == .seeOther else { return begun }
        let second = try await follow(try XCTUnwrap(begun.location))
        return try await post("/login/password", hidden: second.hidden(in: "/login/password"), ["password": password])
    }

    func send(
        _ method: HTTPMethod,
        _ path: String,
        headers: HTTPHeaders = [:],
        body: [UInt8] = [],
        type: ContentType? = nil
    ) async throws -> Seen {
        var all = headers
        all.addMissing(from: ["Host": address.authority, "User-Agent": "Test Browser"])
        let cookies = cookies.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        if !cookies.isEmpty { all["Cookie"] = cookies.joined(separator: "; ") }
        let response = try await client.send(method, path, headers: all, body: body, type: type)
        for header in response.headers.values(of: "Set-Cookie") { take(header) }
        return Seen(response: response)
    }

    private func take(_ header: String) {
        let parts = header.split(separator: ";").map { $0.trimmingCharacters(in: .whitespaces) }
        let pair = parts[0].split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        jar.withLock { $0[pair[0]] = parts.contains("Max-Age=0") ? nil : pair[1] }
    }
}

/// What a browser got.
struct Seen {
    let response: HTTPClientResponse

    var status: HTTPStatus { response.status }
    var text: String { response.text }
    var location: String? { response.headers["Location"] }

    func header(_ name: String) -> String? { response.headers[name] }

    /// The hidden fields of the form on this page that goes to `action`.
    func hidden(in action: String, file: StaticString = #filePath, line: UInt = #line) throws -> [String: String] {
        let form = text.components(separatedBy: "<form").dropFirst().first { part in
            part.prefix { $0 != ">" }.contains("action=\"\(action)\"")
        }
        let body = try XCTUnwrap(form, "no form to \(action) in \(status) \(text.prefix(2000))", file: file, line: line)
            .components(separatedBy: "</form>")[0]
        var hidden: [String: String] = [:]
        for input in body.components(separatedBy: "<input").dropFirst() {
            let tag = String(input.prefix { $0 != ">" })
            guard tag.contains("type=\"hidden\""), let name = Self.attribute("name", in: tag) else { continue }
            hidden[name] = Self.attribute("value", in: tag) ?? ""
        }
        return hidden
    }

    private static func attribute(_ name: String, in tag: String) -> String? {
        guard let start = tag.range(of: " \(name)=\"") else { return nil }
        return tag[start.upperBound...].prefix { $0 != "\"" }.replacingOccurrences(of: "&amp;", with: "&")
    }
}
