/// The bytes of a page as they are written: every piece is appended once, straight to the end.
struct HTMLOutput {
    private(set) var bytes: [UInt8] = []

    init(reserving capacity: Int = 0) {
        bytes.reserveCapacity(capacity)
    }

    /// U+FFFD, which stands for characters that no page may hold.
    private static let replacementCharacter: [UInt8] = [0xEF, 0xBF, 0xBD]

    mutating func write(_ html: HTML) {
        switch html.node {
        case .nothing: break
        case .text(let text): write(escaping: text)
        case .unescaped(let markup): write(markup)
        case .rendered(let earlier): bytes.append(contentsOf: earlier)
        case .group(let pieces): for piece in pieces { write(piece) }
        case .element(let name, let attributes, let content):
            bytes.append(UInt8(ascii: "<"))
            write(name)
            for attribute in attributes { write(attribute) }
            bytes.append(UInt8(ascii: ">"))
            guard let content else { return }
            write(content)
            write("</")
            write(name)
            bytes.append(UInt8(ascii: ">"))
        }
    }

    mutating func write(_ text: StaticString) {
        text.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }

    private mutating func write(_ attribute: Attribute) {
        if case .absent = attribute.value { return }
        bytes.append(UInt8(ascii: " "))
        write(attribute.prefix)
        write(attribute.name)
        switch attribute.value {
        case .absent, .present: break
        case .text(let text):
            write("=\"")
            write(escaping: text)
            bytes.append(UInt8(ascii: "\""))
        case .tokens(let tokens):
            write("=\"")
            for (index, token) in tokens.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: " ")) }
                write(token)
            }
            bytes.append(UInt8(ascii: "\""))
        }
    }

    /// Writes text so that it means itself, between tags and between quotes alike.
    ///
    /// Control characters are not allowed in HTML (HTML Standard §13.2.3.5): each becomes U+FFFD, NUL too.
    private mutating func write(escaping text: String) {
        // Almost all text needs nothing done to it and is copied whole.
        if text.utf8.allSatisfy(Self.isPlain) {
            bytes.append(contentsOf: text.utf8)
            return
        }
        var remaining = text.utf8.makeIterator()
        while let byte = remaining.next() {
            switch byte {
            case UInt8(ascii: "&"): write("&amp;")
            case UInt8(ascii: "<"): write("&lt;")
            case UInt8(ascii: ">"): write("&gt;")
            case UInt8(ascii: "\""): write("&quot;")
            case UInt8(ascii: "'"): write("&#39;")
            case UInt8(ascii: "\t"), UInt8(ascii: "\n"): bytes.append(byte)
            case 0..<0x20, 0x7F: bytes.append(contentsOf: Self.replacementCharacter)
            case 0xC2:
                // Two bytes: U+0080 to U+009F are controls, U+00A0 to U+00BF are not.
                guard let second = remaining.next() else { return }
                bytes.append(contentsOf: second < 0xA0 ? Self.replacementCharacter : [byte, second])
            default: bytes.append(byte)
            }
        }
    }

    /// Whether a byte of UTF-8 can be copied without a further look.
    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""), UInt8(ascii: "'"): false
        case 0..<0x20, 0x7F, 0xC2: false
        default: true
        }
    }
}
