extension Envelope {
    /// Reads an envelope; nothing may be missing, and nothing left over.
    ///
    /// - Throws: `MalformedEnvelope`.
    init(_ bytes: [UInt8]) throws(MalformedEnvelope) {
        guard bytes.count <= Self.largest else { throw MalformedEnvelope(correlation: nil) }
        var reader = EnvelopeReader(bytes)
        guard reader.byte() == Self.version,
            let kind = reader.byte().flatMap(EnvelopeKind.init),
            let correlation = reader.integer(UInt64.self)
        else { throw MalformedEnvelope(correlation: nil) }

        guard let content = reader.content(of: kind), reader.isAtEnd else {
            // The sender can be told, if it was a question.
            throw MalformedEnvelope(correlation: kind == .question ? correlation : nil)
        }
        self.init(correlation: correlation, content: content)
    }
}

/// A frame that should have been an envelope, and is none.
struct MalformedEnvelope: Error, Hashable {
    /// The question that this was meant to be, where that much could be read.
    let correlation: UInt64?
}

/// Takes an envelope's parts from the front of some bytes; `nil` where they are not there, or not of that form.
private struct EnvelopeReader {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) {
        rest = bytes[...]
    }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func byte() -> UInt8? {
        rest.popFirst()
    }

    mutating func integer<Value: FixedWidthInteger>(_ type: Value.Type) -> Value? {
        guard let bytes = bytes(Value.bitWidth / 8) else { return nil }
        return bytes.reduce(0) { $0 << 8 | Value(truncatingIfNeeded: $1) }
    }

    mutating func bytes(_ count: Int) -> ArraySlice<UInt8>? {
        guard count <= rest.count else { return nil }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
    }

    mutating func content(of kind: EnvelopeKind) -> Envelope.Content? {
        switch kind {
        case .question: question().map(Envelope.Content.question)
        case .answer: byte().flatMap(Envelope.AnswerKind.init).map(Envelope.Content.answer)
        case .cancel: .cancel
        case .ping: .ping
        case .pong: .pong
        case .leaving: .leaving
        }
    }

    private mutating func question() -> Envelope.QuestionHeader? {
        guard let flags = byte().map(QuestionFlags.init(rawValue:)), flags.isSubset(of: .known),
            let deadline = integer(Int64.self),
            let trace = bytes(SixteenBytes.count).flatMap({ TraceID($0) })
        else { return nil }

        var key: IdempotencyKey?
        if flags.contains(.idempotencyKey) {
            key = bytes(SixteenBytes.count).flatMap { IdempotencyKey($0) }
            guard key != nil else { return nil }
        }
        guard let length = byte(), let name = bytes(Int(length)), Subject.mayTravel(name),
            let subject = Subject(String(decoding: name, as: UTF8.self))
        else { return nil }

        var credential: [UInt8]?
        if flags.contains(.credential) {
            guard let length = integer(UInt16.self), length <= Envelope.largestCredential,
                let bytes = bytes(Int(length))
            else { return nil }
            credential = [UInt8](bytes)
        }
        return Envelope.QuestionHeader(
            subject: subject,
            deadlineMilliseconds: deadline,
            trace: trace,
            idempotencyKey: key,
            credential: credential
        )
    }
}
