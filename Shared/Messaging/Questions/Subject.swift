/// The name of one question, with its version: `auth.sign-in.v1`.
///
/// A released subject keeps its meaning; a new meaning is a new subject. On the wire a subject is 1 to
/// `Subject.longest` bytes of `a`–`z`, `0`–`9`, dot and hyphen.
public struct Subject: Hashable, Sendable, Codable, CustomStringConvertible, ExpressibleByStringInterpolation {
    /// The longest subject that travels, in bytes.
    public static let longest = 100

    /// The subject as it travels.
    public let name: String

    /// Takes a name from the source code.
    public init(stringLiteral name: String) {
        self.name = name
    }

    /// Takes a name from outside, if it is one that may travel.
    public init?(_ name: String) {
        guard Self.mayTravel(name.utf8) else { return nil }
        self.name = name
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let subject = Subject(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a subject")
        }
        self = subject
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(name)
    }

    public var description: String { name }

    /// Whether `bytes` form the name of a subject.
    static func mayTravel(_ bytes: some Collection<UInt8>) -> Bool {
        (1...longest).contains(bytes.count)
            && bytes.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
                case UInt8(ascii: "."), UInt8(ascii: "-"): true
                default: false
                }
            }
    }
}
