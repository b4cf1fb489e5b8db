internal import Foundation

extension HTTPRequest {
    /// The cookies that came along.
    public var cookies: Cookies { Cookies(headers) }

    /// The names and values after the question mark; none where they are malformed.
    public var query: FormFields {
        target.query.flatMap { try? FormFields(urlEncoded: $0) } ?? FormFields()
    }

    /// The query as it was sent, without the question mark; nil where there was none.
    public var queryText: String? {
        target.query.map { String(decoding: $0, as: UTF8.self) }
    }

    /// The value that the route's pattern took from the path, decoded.
    ///
    /// - Throws: A 404 where the pattern has no such parameter.
    public func parameter(_ name: String) throws(HTTPProblem) -> String {
        guard let value = parameters.first(where: { $0.name == name })?.value else { throw .notFound }
        return value
    }

    /// The value that the route's pattern took from the path, read into a type: `parameter("id", AppID.init)`.
    ///
    /// - Throws: A 404 where the text is no such value: nothing can be under that address.
    public func parameter<Value>(_ name: String, _ read: (String) -> Value?) throws(HTTPProblem) -> Value {
        guard let value = read(try parameter(name)) else { throw .notFound }
        return value
    }

    /// Whether the body is said to be of a type, parameters such as `charset` aside.
    public func hasContent(_ type: ContentType) -> Bool {
        guard let header = headers.first("Content-Type") else { return false }
        let essence = header.prefix { $0 != ASCII.semicolon }
        let wanted = type.text.utf8.prefix { $0 != ASCII.semicolon }
        return ASCII.areEqual(ASCII.trimmed(essence), wanted)
    }

    /// The fields of the form that was sent (`application/x-www-form-urlencoded`).
    ///
    /// - Throws: 415 for a body of another type, 400 for a malformed one or bytes that are not UTF-8, 413 for too many
    ///   fields.
    public func form() throws(HTTPProblem) -> FormFields {
        guard hasContent(.form) else { throw HTTPProblem(.unsupportedMediaType, "A form was expected.") }
        do {
            return try FormFields(urlEncoded: body[...])
        } catch {
            switch error {
            case .malformedEncoding: throw HTTPProblem(.badRequest, "The form is malformed.")
            case .notUTF8: throw HTTPProblem(.badRequest, "The form is not UTF-8.")
            case .tooManyFields: throw HTTPProblem(.contentTooLarge, "The form has too many fields.")
            case .nameTooLong: throw HTTPProblem(.badRequest, "The name of a field is too long.")
            }
        }
    }

    /// The value that was sent as JSON, its dates in ISO 8601.
    ///
    /// - Throws: 415 for a body of another type, 400 for one that is no JSON or not of this shape; the reason names the
    ///   place and never the content.
    public func decode<Value: Decodable>(_ type: Value.Type = Value.self) throws(HTTPProblem) -> Value {
        guard hasContent(.json) else { throw HTTPProblem(.unsupportedMediaType, "JSON was expected.") }
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        do {
            return try decoder.decode(Value.self, from: Data(body))
        } catch {
            throw HTTPProblem(.badRequest, JSONProblem.describe(error))
        }
    }
}

/// What may be said of JSON that could not be read: the place, never the content.
private enum JSONProblem {
    static func describe(_ error: any Error) -> String {
        switch error as? DecodingError {
        case .typeMismatch(_, let context): place(context.codingPath, "is of another type")
        case .valueNotFound(_, let context): place(context.codingPath, "is missing")
        case .keyNotFound(let key, let context): place(context.codingPath + [key], "is missing")
        case .dataCorrupted(let context): place(context.codingPath, "is malformed")
        default: "The JSON cannot be read."
        }
    }

    /// A path is made of the names in our own types and of positions.
    private static func place(_ path: [any CodingKey], _ what: String) -> String {
        let path = path.map { $0.intValue.map(String.init) ?? $0.stringValue }.joined(separator: ".")
        return path.isEmpty ? "The JSON \(what)." : "In the JSON, \(path) \(what)."
    }
}
