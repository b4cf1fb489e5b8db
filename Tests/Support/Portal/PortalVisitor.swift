import Foundation
public import HTTP
import Synchronization

/// Somebody's browser, as far as a portal can tell: it keeps cookies, fills in forms, and says where they come from.
///
/// It follows no redirect by itself: an answer is what came.
public final class PortalVisitor: Sendable {
    private let client: HTTPClient
    private let authority: String
    private let jar = Mutex<[String: String]>([:])

    /// Makes one for the portal that listens at `port` and is known as localhost.
    ///
    /// Visitors may share a client, and with it connections, as they would behind a proxy; cookies are each one's own.
    public convenience init(at port: Int, over client: HTTPClient) {
        self.init(client: client, authority: "localhost:\(port)", cookies: [:])
    }

    /// Another browser with the same cookies, as whoever copied them would have it.
    public func twin() -> PortalVisitor {
        PortalVisitor(client: client, authority: authority, cookies: cookies)
    }

    private init(client: HTTPClient, authority: String, cookies: [String: String]) {
        self.client = client
        self.authority = authority
        jar.withLock { $0 = cookies }
    }

    /// The cookies that it holds.
    public var cookies: [String: String] { jar.withLock { $0 } }

    /// Forgets every cookie.
    public func forgetEverything() {
        jar.withLock { $0 = [:] }
    }

    /// Asks for a page.
    ///
    /// - Throws: What `HTTPClient.send` throws; a status of any kind is an answer.
    public func get(_ path: String, within limit: Duration? = nil) async throws -> SeenPage {
        try await send(.get, path, within: limit)
    }

    /// Fills in the form of a page that goes to `action`, and sends it.
    ///
    /// - Throws: ``SeenPage/NoSuchForm``, and what `HTTPClient.send` throws.
    public func submit(
        _ action: String,
        of page: SeenPage,
        _ typed: KeyValuePairs<String, String>,
        within limit: Duration? = nil
    ) async throws -> SeenPage {
        var fields = try page.hidden(in: action)
        for (name, value) in typed { fields[name] = value }
        let form = fields.map { "\(PercentEncoding.encode($0.key))=\(PercentEncoding.encode($0.value))" }
        let body = Array(form.joined(separator: "&").utf8)
        return try await send(.post, action, ["Origin": "http://\(authority)"], body, .form, within: limit)
    }

    private func send(
        _ method: HTTPMethod,
        _ path: String,
        _ headers: HTTPHeaders = [:],
        _ body: [UInt8] = [],
        _ type: ContentType? = nil,
        within limit: Duration?
    ) async throws -> SeenPage {
        var all = headers
        all.addMissing(from: ["Host": authority, "User-Agent": "Visitor"])
        let cookies = cookies.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        if !cookies.isEmpty { all["Cookie"] = cookies.joined(separator: "; ") }
        let begun = ContinuousClock.now
        let response = try await client.send(method, path, headers: all, body: body, type: type, within: limit)
        for header in response.headers.values(of: "Set-Cookie") { take(header) }
        return SeenPage(method: method, path: path, response: response, after: begun.duration(to: .now))
    }

    private func take(_ header: String) {
        let parts = header.split(separator: ";").map { $0.trimmingCharacters(in: .whitespaces) }
        guard let pair = parts.first?.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false),
            pair.count == 2
        else { return }
        let value = parts.contains("Max-Age=0") ? nil : String(pair[1])
        jar.withLock { $0[String(pair[0])] = value }
    }
}
