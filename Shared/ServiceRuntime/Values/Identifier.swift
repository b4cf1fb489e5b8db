public import Foundation

/// The name of one thing of one kind: an account's cannot be handed over where a session's is asked for.
///
/// It is a UUID of version 7 (RFC 9562 §5.7): it begins with the millisecond it was made in, so that identifiers sort by
/// age and new rows gather at one end of an index. Identifiers are no secrets: their time can be read, and nothing may
/// be granted to somebody for knowing one.
public struct Identifier<Subject>: Hashable, Sendable {
    /// The identifier as 16 bytes.
    public let uuid: UUID

    /// Makes a new identifier.
    public init(at moment: Date, random: any RandomSource = SystemRandom()) {
        var bytes = [UInt8](repeating: 0, count: 16)
        let drawn = random.bytes(10)
        for (index, byte) in drawn.prefix(10).enumerated() { bytes[6 + index] = byte }

        // RFC 9562 §5.7: 48 bits of milliseconds since 1970, most significant first; times outside that range are cut to it.
        let latest = Double((UInt64(1) << 48) - 1)
        let exact = moment.timeIntervalSince1970 * 1000
        let milliseconds = exact.isNaN ? 0 : UInt64(min(max(exact, 0), latest))
        for index in 0..<6 { bytes[index] = UInt8(truncatingIfNeeded: milliseconds >> UInt64(40 - 8 * index)) }

        bytes[6] = bytes[6] & 0x0F | 0x70  // version 7
        bytes[8] = bytes[8] & 0x3F | 0x80  // variant 10
        self.init(
            uuid: UUID(
                uuid: (
                    bytes[0], bytes[1], bytes[2], bytes[3], bytes[4], bytes[5], bytes[6], bytes[7],
                    bytes[8], bytes[9], bytes[10], bytes[11], bytes[12], bytes[13], bytes[14], bytes[15]
                )
            )
        )
    }

    /// Reads the form of 36 characters, in either case; anything else is nil.
    public init?(_ text: String) {
        // Foundation also takes hyphens in other places: two texts would then stand for one identifier.
        guard text.utf8.count == 36, let uuid = UUID(uuidString: text), uuid.uuidString == text.uppercased() else {
            return nil
        }
        self.init(uuid: uuid)
    }

    /// Takes over a UUID, from a database column for instance.
    public init(uuid: UUID) {
        self.uuid = uuid
    }
}

extension Identifier: CustomStringConvertible {
    /// The usual form of 36 characters, in lower case.
    public var description: String { uuid.uuidString.lowercased() }
}

extension Identifier: Comparable {
    /// Whether the first was made before the second, as far as their milliseconds tell.
    public static func < (first: Self, second: Self) -> Bool {
        first.uuid < second.uuid
    }
}

extension Identifier: Codable {
    /// Decodes the form of 36 characters.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let identifier = Self(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "An identifier is a UUID.")
        }
        self = identifier
    }

    /// Encodes the form of 36 characters.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
