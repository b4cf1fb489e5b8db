/// Reads the header fields of a head, strictly (RFC 9112 §5).
struct FieldReader {
    private let bytes: [UInt8]
    private var position: Int
    /// Where the fields read so far lie.
    private(set) var fields: [ReceivedHeaders.Field] = []

    /// Begins at an index of a head whose every line ends with CR LF, the last one being empty.
    init(_ bytes: [UInt8], from position: Int) {
        self.bytes = bytes
        self.position = position
        fields.reserveCapacity(16)
    }

    /// Reads the next field; nil at the empty line.
    mutating func next() throws(RequestError) -> ReceivedHeaders.Field? {
        let start = position
        guard start < bytes.count else { throw .malformed("the head ends without an empty line") }
        if bytes[start] == ASCII.carriageReturn {
            guard start + 2 == bytes.count, bytes[start + 1] == ASCII.lineFeed else {
                throw .malformed("there is a CR without LF")
            }
            return nil
        }
        var index = start
        while index < bytes.count, ASCII.isTokenByte(bytes[index]) { index += 1 }
        guard index > start, index < bytes.count, bytes[index] == ASCII.colon else { throw refusal(at: index, start) }
        let name = start..<index
        index += 1
        while index < bytes.count, bytes[index] == ASCII.space || bytes[index] == ASCII.tab { index += 1 }
        let valueStart = index
        while index < bytes.count, Self.isValueByte(bytes[index]) { index += 1 }
        guard index + 1 < bytes.count, bytes[index] == ASCII.carriageReturn, bytes[index + 1] == ASCII.lineFeed else {
            throw .malformed("the value of a header holds a control character")
        }
        var valueEnd = index
        while valueEnd > valueStart, bytes[valueEnd - 1] == ASCII.space || bytes[valueEnd - 1] == ASCII.tab {
            valueEnd -= 1
        }
        position = index + 2
        let field = ReceivedHeaders.Field(name: name, value: valueStart..<valueEnd)
        fields.append(field)
        return field
    }

    /// Says what is wrong with a line whose name does not reach from its start to a colon.
    private func refusal(at index: Int, _ start: Int) -> RequestError {
        let byte = index < bytes.count ? bytes[index] : 0
        if index == start, byte == ASCII.space || byte == ASCII.tab {
            return .malformed("a header is folded over two lines")
        }
        if byte == ASCII.space || byte == ASCII.tab { return .malformed("there is a space before a colon") }
        return .malformed("the name of a header is malformed")
    }

    /// `field-vchar`, space or tab (RFC 9110 §5.5); bytes from 0x80 on are nobody's business here.
    private static func isValueByte(_ byte: UInt8) -> Bool {
        byte >= 0x20 && byte != 0x7F || byte == ASCII.tab
    }
}
