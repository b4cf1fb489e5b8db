/// Takes a body out of its chunks (RFC 9112 §7.1).
///
/// Extensions are passed over, and so are trailer fields once they have been found well formed.
struct ChunkDecoder {
    enum Step: Equatable {
        /// So many bytes at the beginning of the input are part of the body.
        case data(Int)
        /// So many bytes are used up and mean nothing to the reader.
        case skip(Int)
        case end(Int)
        case needsMore
    }

    private enum State: Equatable {
        case size
        case data(Int)
        /// The CR LF after a chunk's data.
        case dataEnd
        case trailers
        case done
    }

    /// Bytes of a line with a size and its extensions, at most.
    let lineLimit: Int
    /// Bytes of all chunks together, at most.
    let bodyLimit: Int
    let trailerLimit: Int
    let trailerFieldLimit: Int
    private var state = State.size
    private var total = 0
    private var trailers = HeadScanner(trailers: 0, fields: 0)

    init(lineLimit: Int, bodyLimit: Int, trailerLimit: Int, trailerFieldLimit: Int) {
        self.lineLimit = lineLimit
        self.bodyLimit = bodyLimit
        self.trailerLimit = trailerLimit
        self.trailerFieldLimit = trailerFieldLimit
    }

    /// Looks at what has arrived; the caller then uses up as many bytes as the step says.
    mutating func step(_ input: InputBuffer) throws(RequestError) -> Step {
        switch state {
        case .size:
            return try readSize(input)
        case .data(let left):
            guard input.count > 0 else { return .needsMore }
            let count = min(left, input.count)
            state = count == left ? .dataEnd : .data(left - count)
            return .data(count)
        case .dataEnd:
            if input.count > 0, input[0] != ASCII.carriageReturn || (input.count > 1 && input[1] != ASCII.lineFeed) {
                throw .malformed("a chunk is longer than it says")
            }
            guard input.count >= 2 else { return .needsMore }
            state = .size
            return .skip(2)
        case .trailers:
            return try readTrailers(input)
        case .done:
            return .end(0)
        }
    }

    private mutating func readSize(_ input: InputBuffer) throws(RequestError) -> Step {
        var size = 0
        var index = 0
        while index < input.count, let digit = ASCII.hexValue(input[index]) {
            // Sizes of more than 15 digits are no sizes, and would not fit into a number.
            guard index < 15 else { throw .malformed("the size of a chunk is malformed") }
            size = size << 4 | Int(digit)
            index += 1
        }
        let digits = index
        guard digits > 0 || input.count == 0 else { throw .malformed("the size of a chunk is malformed") }
        while index < input.count, input[index] != ASCII.carriageReturn {
            let byte = input[index]
            let isExtension = index > digits || byte == ASCII.semicolon || byte == ASCII.space || byte == ASCII.tab
            guard isExtension, byte == ASCII.tab || byte >= 0x20 && byte != 0x7F else {
                throw .malformed("the size of a chunk is malformed")
            }
            index += 1
        }
        guard index < lineLimit else { throw .malformed("the size line of a chunk is too long") }
        guard index + 1 < input.count else { return .needsMore }
        guard input[index + 1] == ASCII.lineFeed else { throw .malformed("there is a CR without LF") }
        try checkExtensions(input.slice(digits..<index))
        // 15 hexadecimal digits and a limit of a body make no sum that is too large for a number.
        total += size
        guard total <= bodyLimit else { throw .bodyTooLarge }
        if size > 0 {
            state = .data(size)
        } else {
            state = .trailers
            trailers = HeadScanner(trailers: trailerLimit, fields: trailerFieldLimit)
        }
        return .skip(index + 2)
    }

    /// An extension begins with a semicolon, spaces around it allowed (§7.1.1).
    private func checkExtensions(_ text: ArraySlice<UInt8>) throws(RequestError) {
        guard text.isEmpty || ASCII.trimmed(text).first == ASCII.semicolon else {
            throw .malformed("the size of a chunk is malformed")
        }
    }

    private mutating func readTrailers(_ input: InputBuffer) throws(RequestError) -> Step {
        let end: Int?
        do {
            end = try trailers.end(in: input)
        } catch {
            throw error == .targetTooLong ? .headTooLarge : error
        }
        guard let end else { return .needsMore }
        var reader = FieldReader(Array(input.slice(0..<end)), from: 0)
        while try reader.next() != nil {}
        state = .done
        return .end(end)
    }
}
