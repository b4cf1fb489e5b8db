/// An address that is safe to put in a link or a form: a path of this site, or an address elsewhere over `http`,
/// `https`, `mailto` or `tel`.
///
/// Written as a literal, whatever is interpolated is percent-encoded as one component: `"/applications/\(id)/launch"`
/// cannot be led to another path, host or scheme. Read from text, anything else than the above is refused:
/// `javascript:`, `data:`, `//host`, relative paths, and whatever holds a character that browsers drop or turn round.
public struct WebAddress: Sendable, Hashable, CustomStringConvertible {
    /// As it is written in the page.
    public let text: String

    /// Reads an address, or refuses it.
    public init?(_ text: String) {
        guard Self.isSafe(text) else { return nil }
        self.text = text
    }

    private init(safe text: String) {
        self.text = text
    }

    /// The top of the page one is on: what an unsafe literal becomes.
    public static let nowhere = WebAddress(safe: "#")

    public var description: String { text }

    /// Whether it stays on this site.
    public var isLocal: Bool {
        text.hasPrefix("/") || text.hasPrefix("#") || text.hasPrefix("?")
    }

    private static func isSafe(_ text: String) -> Bool {
        guard text.unicodeScalars.allSatisfy({ $0.value > 0x20 && $0.value != 0x7F && $0 != "\\" }) else {
            return false
        }
        if text.hasPrefix("/") { return !text.hasPrefix("//") }
        if text.hasPrefix("#") || text.hasPrefix("?") { return true }
        guard let colon = text.firstIndex(of: ":") else { return false }
        let rest = text[text.index(after: colon)...]
        return switch text[..<colon].lowercased() {
        case "http", "https": rest.hasPrefix("//") && rest.dropFirst(2).first.map { !"/?#".contains($0) } ?? false
        case "mailto", "tel": !rest.isEmpty
        default: false
        }
    }
}

extension WebAddress: ExpressibleByStringInterpolation {
    /// Collects a literal and its encoded components.
    public struct StringInterpolation: StringInterpolationProtocol {
        var text = ""
        var isSafe = true

        public init(literalCapacity: Int, interpolationCount: Int) {
            text.reserveCapacity(literalCapacity)
        }

        public mutating func appendLiteral(_ literal: String) {
            text += literal
        }

        /// Adds one component, percent-encoded (RFC 3986 §2.1).
        public mutating func appendInterpolation(_ component: some CustomStringConvertible) {
            let plain = component.description
            // Encoded or not, a browser takes these for steps up the tree.
            if plain == "." || plain == ".." { isSafe = false }
            text += WebAddress.percentEncoded(plain)
        }
    }

    public init(stringInterpolation: StringInterpolation) {
        let isSafe = stringInterpolation.isSafe && Self.isSafe(stringInterpolation.text)
        self = isSafe ? WebAddress(safe: stringInterpolation.text) : .nowhere
    }

    public init(stringLiteral text: String) {
        self = WebAddress(text) ?? .nowhere
    }

    private static func percentEncoded(_ component: String) -> String {
        let digits = Array("0123456789ABCDEF".unicodeScalars)
        var encoded = String.UnicodeScalarView()
        for byte in component.utf8 {
            switch byte {
            // The unreserved characters (RFC 3986 §2.3).
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                encoded.append(Unicode.Scalar(byte))
            default:
                encoded.append(contentsOf: ["%", digits[Int(byte >> 4)], digits[Int(byte & 15)]])
            }
        }
        return String(encoded)
    }
}
