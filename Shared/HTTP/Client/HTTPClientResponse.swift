internal import Foundation

/// The answer that a client got.
public struct HTTPClientResponse: Sendable {
    /// How the request went.
    public let status: HTTPStatus
    /// The header fields.
    public let headers: ReceivedHeaders
    /// The body, its chunks put together.
    public let body: [UInt8]

    /// The body as text; bytes that are not UTF-8 come out as replacement characters.
    public var text: String { String(decoding: body, as: UTF8.self) }

    /// The body read as JSON.
    public func decode<Value: Decodable>(_ type: Value.Type = Value.self) throws -> Value {
        try JSONDecoder().decode(Value.self, from: Data(body))
    }
}

/// Why there is no answer.
public enum HTTPClientError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The base address is neither `http://host` nor `https://host`, or the path does not begin with a slash.
    case badAddress
    /// A header holds what none can.
    case badHeader(String)
    /// The connection ended before the answer did.
    case cutShort
    /// What came is no HTTP/1.1.
    case malformedAnswer
    /// The answer is larger than the client takes.
    case tooLarge

    public var description: String {
        switch self {
        case .badAddress: "an address must be http://host:port or https://host:port, and a path must begin with /"
        case .badHeader(let name): "the header \(name) holds what no header can"
        case .cutShort: "the connection ended before the answer did"
        case .malformedAnswer: "the answer is not HTTP/1.1"
        case .tooLarge: "the answer is larger than this client takes"
        }
    }
}
