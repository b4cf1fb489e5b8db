import Foundation
public import HTTP

/// What a visitor got, to which question, and how long it took.
public struct SeenPage: Sendable {
    /// How it was asked for.
    public let method: HTTPMethod
    /// What was asked for.
    public let path: String
    /// The answer.
    public let response: HTTPClientResponse
    /// How long it took.
    public let duration: Duration

    init(method: HTTPMethod, path: String, response: HTTPClientResponse, after duration: Duration) {
        self.method = method
        self.path = path
        self.response = response
        self.duration = duration
    }

    /// The status.
    public var status: HTTPStatus { response.status }
    /// The body.
    public var text: String { response.text }
    /// Where it leads, if anywhere.
    public var location: String? { response.headers["Location"] }
    /// Whether it says that the portal cannot do this now, and when to try again.
    public var isClearRefusal: Bool {
        status == .serviceUnavailable && response.headers["Retry-After"] != nil
    }

    /// Whether it leads to signing in.
    public var leadsToSignIn: Bool {
        status == .seeOther && (location ?? "").hasPrefix("/login")
    }

    /// The page has no form to that address.
    public struct NoSuchForm: Error, CustomStringConvertible {
        /// Where it should go.
        public let action: String
        /// The page.
        public let page: SeenPage

        public var description: String { "\(page) has no form to \(action)" }
    }

    /// The hidden fields of the form that goes to `action`.
    public func hidden(in action: String) throws -> [String: String] {
        let form = text.components(separatedBy: "<form").dropFirst().first { part in
            part.prefix { $0 != ">" }.contains("action=\"\(action)\"")
        }
        guard let form else { throw NoSuchForm(action: action, page: self) }
        var hidden: [String: String] = [:]
        for input in form.components(separatedBy: "</form>")[0].components(separatedBy: "<input").dropFirst() {
            let tag = String(input.prefix { $0 != ">" })
            guard tag.contains("type=\"hidden\""), let name = Self.attribute("name", in: tag) else { continue }
            hidden[name] = Self.attribute("value", in: tag) ?? ""
        }
        return hidden
    }

    private static func attribute(_ name: String, in tag: String) -> String? {
        guard let start = tag.range(of: " \(name)=\"") else { return nil }
        let text = String(tag[start.upperBound...].prefix { $0 != "\"" })
        return [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")].reduce(text) {
            $0.replacingOccurrences(of: $1.0, with: $1.1)
        }
    }
}

extension SeenPage: CustomStringConvertible {
    /// The question and how it was answered, without the page.
    public var description: String {
        "\(method.rawValue) \(path) → \(status.code)\(location.map { " to \($0)" } ?? "")"
    }
}
