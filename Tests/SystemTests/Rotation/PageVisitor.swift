import Foundation
import HTTP
import Network
import ServiceRuntime
import Synchronization

/// A browser as far as a portal can tell, which knows two doors and goes through the other where one is closed.
final class PageVisitor: Sendable {
    private let clients: [HTTPClient]
    private let authority: String
    private let state = Mutex<(cookies: [String: String], turn: Int)>(([:], 0))

    /// - Throws: never, for doors that are ports.
    init(doors: [Int]) throws {
        authority = "localhost:\(doors[0])"
        clients = try doors.map { door in
            try HTTPClient(
                "http://localhost:\(doors[0])",
                connectingTo: HostPort(host: "127.0.0.1", port: door)
            )
        }
    }

    /// Signs in with a password.
    func signIn(_ email: String, _ password: String) async throws {
        let first = try await get("/login")
        let second = try await follow(try await post("/login", first, ["email": email]))
        let last = try await follow(try await post("/login/password", second, ["password": password]))
        guard last.status == .ok, !last.text.contains("name=\"password\"") else { throw NotSignedIn(page: last.text) }
    }

    struct NotSignedIn: Error {
        let page: String
    }

    func get(_ path: String) async throws -> HTTPClientResponse {
        try await send(.get, path)
    }

    private func follow(_ answer: HTTPClientResponse) async throws -> HTTPClientResponse {
        var answer = answer
        for _ in 0..<10 {
            guard answer.status == .seeOther, let next = answer.headers["Location"] else { break }
            answer = try await get(next)
        }
        return answer
    }

    /// Sends the form on a page that goes to `action`.
    private func post(
        _ action: String,
        _ page: HTTPClientResponse,
        _ typed: [String: String]
    ) async throws -> HTTPClientResponse {
        let form = page.text.components(separatedBy: "<form").first { $0.contains("action=\"\(action)\"") } ?? ""
        var fields = typed
        for input in form.components(separatedBy: "<input").dropFirst() where input.contains("type=\"hidden\"") {
            let tag = String(input.prefix { $0 != ">" })
            if let name = Self.attribute("name", in: tag) { fields[name] = Self.attribute("value", in: tag) ?? "" }
        }
        let body = fields.map { "\(PercentEncoding.encode($0.key))=\(PercentEncoding.encode($0.value))" }
        return try await send(.post, action, body: Array(body.joined(separator: "&").utf8))
    }

    private static func attribute(_ name: String, in tag: String) -> String? {
        guard let start = tag.range(of: " \(name)=\"") else { return nil }
        return String(tag[start.upperBound...].prefix { $0 != "\"" })
    }

    private func send(_ method: HTTPMethod, _ path: String, body: [UInt8] = []) async throws -> HTTPClientResponse {
        let (cookies, turn) = state.withLock { state in
            state.turn += 1
            return (state.cookies.map { "\($0.key)=\($0.value)" }.joined(separator: "; "), state.turn)
        }
        var headers: HTTPHeaders = ["Host": authority]
        if !cookies.isEmpty { headers["Cookie"] = cookies }
        if method == .post { headers["Origin"] = "http://\(authority)" }
        let type: ContentType? = method == .post ? .form : nil
        let client = clients[turn % clients.count]
        let answer: HTTPClientResponse
        do {
            answer = try await client.send(method, path, headers: headers, body: body, type: type)
        } catch let error as NetworkError where error.isRefusal {
            // As whatever divides visitors among the doors would do.
            answer = try await clients[(turn + 1) % clients.count]
                .send(method, path, headers: headers, body: body, type: type)
        }
        state.withLock { state in
            for header in answer.headers.values(of: "Set-Cookie") {
                let parts = header.split(separator: ";").map { $0.trimmingCharacters(in: .whitespaces) }
                let pair = parts[0].split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                state.cookies[String(pair[0])] = parts.contains("Max-Age=0") ? nil : String(pair[1])
            }
        }
        return answer
    }
}
