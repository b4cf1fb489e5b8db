internal import Network
internal import ServiceRuntime

/// One request and its answer on one connection.
struct ClientExchange {
    let socket: any ByteStream
    let deadline: Deadline
    private var parser: ResponseParser
    /// Whether anything of an answer has come: a request must not be sent again after that.
    private(set) var hasAnswer = false

    init(_ method: HTTPMethod, on socket: any ByteStream, limits: HTTPClient.Limits, before deadline: Deadline) {
        self.socket = socket
        self.deadline = deadline
        parser = ResponseParser(for: method, limits: limits)
    }

    /// Whether the connection can carry another request, once the answer has ended.
    var keepsConnection: Bool { parser.keepsConnection && parser.input.count == 0 }

    /// Writes the request.
    func send(_ head: [UInt8], _ body: [UInt8]) async throws {
        var head = head[...]
        var body = body[...]
        while !head.isEmpty || !body.isEmpty {
            guard let count = try socket.write(head, body) else {
                try await EventLoop.shared.wait(for: socket.descriptor, until: socket.writingAwaits, before: deadline)
                continue
            }
            let ofHead = min(count, head.count)
            head = head.dropFirst(ofHead)
            body = body.dropFirst(count - ofHead)
        }
    }

    /// Reads what comes next of the answer.
    mutating func next() async throws -> ResponseParser.Event {
        while true {
            if let event = try parser.next() { return event }
            let socket = socket
            let outcome = try parser.input.fill { buffer, index in
                let outcome = try socket.read(into: &buffer, from: index)
                guard case .bytes(let count) = outcome else { return (outcome, 0) }
                return (outcome, count)
            }
            switch outcome {
            case .bytes: hasAnswer = true
            case .ended: try parser.inputEnded()
            case .wouldWait:
                try await EventLoop.shared.wait(for: socket.descriptor, until: socket.readingAwaits, before: deadline)
            }
        }
    }
}
