extension Envelope {
    /// The envelope as it travels; `nil` for a question whose subject or credential may not travel.
    var bytes: [UInt8]? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(128)
        bytes.append(Self.version)
        bytes.append(kind.rawValue)
        bytes.append(bigEndian: correlation)
        switch content {
        case .question(let header):
            guard Subject.mayTravel(header.subject.name.utf8) else { return nil }
            guard header.credential.map(\.count) ?? 0 <= Self.largestCredential else { return nil }
            bytes.append(header)
        case .answer(let kind): bytes.append(kind.rawValue)
        case .cancel, .ping, .pong, .leaving: break
        }
        return bytes
    }

    private var kind: EnvelopeKind {
        switch content {
        case .question: .question
        case .answer: .answer
        case .cancel: .cancel
        case .ping: .ping
        case .pong: .pong
        case .leaving: .leaving
        }
    }
}

extension [UInt8] {
    fileprivate mutating func append(_ header: Envelope.QuestionHeader) {
        var flags: QuestionFlags = []
        if header.idempotencyKey != nil { flags.insert(.idempotencyKey) }
        if header.credential != nil { flags.insert(.credential) }
        append(flags.rawValue)
        append(bigEndian: header.deadlineMilliseconds)
        append(contentsOf: header.trace.bytes)
        if let key = header.idempotencyKey { append(contentsOf: key.bytes) }
        append(UInt8(truncatingIfNeeded: header.subject.name.utf8.count))
        append(contentsOf: header.subject.name.utf8)
        if let credential = header.credential {
            append(bigEndian: UInt16(truncatingIfNeeded: credential.count))
            append(contentsOf: credential)
        }
    }

    fileprivate mutating func append(bigEndian value: some FixedWidthInteger) {
        for shift in stride(from: value.bitWidth - 8, through: 0, by: -8) {
            append(UInt8(truncatingIfNeeded: value >> shift))
        }
    }
}
