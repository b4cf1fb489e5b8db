import Foundation
import HTTP
import Support
import Synchronization
import XCTest

/// Somebody at the portal's door without a browser: sends what it likes, and keeps the cookies that come back.
final class Intruder: Sendable {
    private let client: HTTPClient
    private let portal: RunningPortal
    private let jar = Mutex<[String: String]>([:])

    init(at portal: RunningPortal) throws {
        client = try HTTPClient("http://127.0.0.1:\(portal.port)")
        self.portal = portal
    }

    /// What the portal gave it to keep.
    var cookies: [String: String] { jar.withLock { $0 } }

    func get(_ path: String) async throws -> HTTPClientResponse {
        let answer = try await client.get(path, headers: headers)
        take(answer)
        return answer
    }

    func post(_ path: String, _ form: FormFields) async throws -> HTTPClientResponse {
        var headers = headers
        headers["Origin"] = portal.address
        let answer = try await client.post(path, form: form, headers: headers)
        take(answer)
        return answer
    }

    /// Begins a sign-in, and gives the token that the form for the password needs.
    func begin(_ email: String) async throws -> String {
        let first = try await Self.token(on: get("/login"))
        let begun = try await post("/login", ["token": first, "email": email])
        XCTAssertEqual(begun.status, .seeOther, begun.text)
        return try await Self.token(on: get("/login/password"))
    }

    /// Signs somebody in of whom no second factor is due.
    func signIn(as person: DemoAccount) async throws {
        let token = try await begin(person.email)
        let answer = try await post("/login/password", ["token": token, "password": person.password])
        XCTAssertEqual(answer.headers["Location"], "/applications", answer.text)
    }

    /// The form token of a page.
    static func token(on page: HTTPClientResponse) throws -> String { try XCTUnwrap(token(in: page.text), page.text) }

    /// The form token in the text of a page, if it has a form.
    static func token(in text: String) -> String? {
        guard let start = text.range(of: "name=\"token\" value=\"") else { return nil }
        return String(text[start.upperBound...].prefix { $0 != "\"" })
    }

    private var headers: HTTPHeaders {
        var headers: HTTPHeaders = ["Host": "localhost:\(portal.port)"]
        let pairs = cookies.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        if !pairs.isEmpty { headers["Cookie"] = pairs.joined(separator: "; ") }
        return headers
    }

    private func take(_ answer: HTTPClientResponse) {
        for header in answer.headers.values(of: "Set-Cookie") {
            let pair = header.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1).map(String.init)
            jar.withLock { $0[pair[0]] = header.contains("Max-Age=0") ? nil : pair.last }
        }
    }
}
