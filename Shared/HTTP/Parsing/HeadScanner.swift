/// Finds the end of a head in bytes that arrive piece by piece, looking at each byte once.
///
/// Lines end with CR LF and nothing else (RFC 9112 §2.2 lets a server be lenient here; being so has been the way of
/// request smuggling).
struct HeadScanner {
    private let firstLineLimit: Int
    private let limit: Int
    private let lineLimit: Int

    /// How far it has looked, and where the line that it is in begins.
    private var position = 0
    private var lineStart = 0
    private var lines = 0

    /// Looks for the end of a first line and so many fields.
    init(firstLine: Int, head: Int, fields: Int) {
        firstLineLimit = firstLine
        limit = head
        lineLimit = fields + 1
    }

    /// Looks for the end of the fields that follow a chunked body.
    init(trailers limit: Int, fields: Int) {
        firstLineLimit = limit
        self.limit = limit
        lineLimit = fields
    }

    /// Where the head ends, its empty line included, or nil when that has not arrived.
    mutating func end(in input: InputBuffer) throws(RequestError) -> Int? {
        let count = input.count
        while position < count {
            let byte = input[position]
            position += 1
            guard byte == ASCII.lineFeed else { continue }
            guard position - lineStart >= 2, input[position - 2] == ASCII.carriageReturn else {
                throw .malformed("a line does not end with CR LF")
            }
            if lines == 0, position > firstLineLimit { throw .targetTooLong }
            if position > limit { throw .headTooLarge }
            if position - lineStart == 2 { return position }
            lines += 1
            guard lines <= lineLimit else { throw .tooManyFields }
            lineStart = position
        }
        if lines == 0, count > firstLineLimit { throw .targetTooLong }
        if count > limit { throw .headTooLarge }
        return nil
    }
}
