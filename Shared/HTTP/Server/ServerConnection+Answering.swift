internal import Network
internal import ServiceRuntime

extension ServerConnection {
    /// Has a request answered and writes the answer; false when the connection must end after it.
    func exchange(_ head: RequestHead, _ body: [UInt8]) async -> Bool {
        let started = ContinuousClock.now
        var request = HTTPRequest(head: head, body: body, remoteAddress: socket.remoteAddress)
        core.responder.route(&request)
        let response = await response(to: request)
        var sending = Sending(head: head, keeps: keepsConnection(after: head) && !Task.isCancelled)
        do {
            try await send(response, &sending)
        } catch {
            sending.keeps = false
        }
        report(request, response, sending, since: started)
        return sending.keeps
    }

    /// What is known of an answer while it is sent.
    struct Sending {
        let head: RequestHead
        /// Whether the connection may go on afterwards.
        var keeps: Bool
        var bodyBytes = 0
        /// What was sent in place of the answer that could not be.
        var replacement: HTTPResponse?

        var persistence: ResponseHead.Persistence {
            if !keeps { return .close }
            return head.isVersion11 ? .keep : .keepAlive
        }
    }

    private func response(to request: HTTPRequest) async -> HTTPResponse {
        guard core.requestsInHand.enter() else {
            core.metrics.refused.add()
            return await core.responder.problem(HTTPProblem.overloaded, of: request)
        }
        defer { core.requestsInHand.leave() }
        setDeadline(.handler, after: limits.handlingTime)
        let response = await Deadline.$current.withValue(.after(limits.handlingTime)) {
            await core.responder.respond(to: request)
        }
        liftDeadline()
        guard !handlerIsLate else { return await core.responder.problem(CancellationError(), of: request) }
        return response
    }

    private func send(_ response: HTTPResponse, _ sending: inout Sending) async throws {
        guard case .stream(let body) = response.body, sending.head.method != .head, !response.status.hasNoBody else {
            return try await sendWhole(response, &sending)
        }
        guard core.streams.enter() else {
            core.metrics.refused.add()
            let busy = HTTPServer.plainText(.overloaded)
            sending.replacement = busy
            return try await sendWhole(busy, &sending)
        }
        defer { core.streams.leave() }
        try await sendStream(response, body, &sending)
    }

    private func sendWhole(_ response: HTTPResponse, _ sending: inout Sending) async throws {
        var body: [UInt8] = []
        var framing = ResponseHead.Framing.length(0)
        switch response.body {
        case .empty: break
        case .bytes(let bytes): (body, framing) = (bytes, .length(bytes.count))
        case .stream: framing = .none
        }
        if response.status.hasNoBody { framing = .none }
        let head: [UInt8]
        do throws(InvalidHeaderField) {
            head = try bytes(of: response, framing, sending)
        } catch {
            return try await sendReplacement(error, &sending)
        }
        if sending.head.method == .head || response.status.hasNoBody { body = [] }
        sending.bodyBytes = body.count
        try await write(head, body)
    }

    private func bytes(
        of response: HTTPResponse,
        _ framing: ResponseHead.Framing,
        _ sending: Sending
    ) throws(InvalidHeaderField) -> [UInt8] {
        try ResponseHead(
            status: response.status,
            headers: response.headers,
            framing: framing,
            persistence: sending.persistence
        ).bytes(date: core.date.line)
    }

    /// Answers 500 in place of an answer with a header that would break it in two.
    private func sendReplacement(_ error: InvalidHeaderField, _ sending: inout Sending) async throws {
        let incident = Incident.number()
        core.log.error("An answer could not be sent.", ["incident": incident, "error": "\(error)"])
        var response = HTTPServer.plainText(HTTPProblem(.internalServerError, "", incident: incident))
        response.incident = incident
        sending.replacement = response
        try await sendWhole(response, &sending)
    }

    private func sendStream(
        _ response: HTTPResponse,
        _ body: @Sendable (HTTPBodyWriter) async throws -> Void,
        _ sending: inout Sending
    ) async throws {
        let isChunked = sending.head.isVersion11
        if !isChunked { sending.keeps = false }
        let head: [UInt8]
        do throws(InvalidHeaderField) {
            head = try bytes(of: response, isChunked ? .chunked : .untilClose, sending)
        } catch {
            return try await sendReplacement(error, &sending)
        }
        try await write(head)
        isStreaming = true
        defer { isStreaming = false }
        if peerHasEnded || isDraining { cancelWork() }
        let count = StreamCount()
        do {
            try await body(HTTPBodyWriter { try await self.write(piece: $0, isChunked: isChunked, count) })
        } catch is CancellationError {
            // The client has gone, or the server stops: no failure of the stream's.
        } catch let error where !(error is ConnectionLost || error is DeadlinePassed) {
            core.log.error("A stream failed.", ["incident": Incident.number(), "error": "\(error)"])
            // Without its last chunk the client knows that the stream was cut short.
            output.fail()
        }
        sending.bodyBytes = count.bytes
        if isChunked { try await write(Self.lastChunk) }
        if Task.isCancelled { sending.keeps = false }
    }

    private static let lastChunk = Array("0\r\n\r\n".utf8)

    private func write(piece: [UInt8], isChunked: Bool, _ count: StreamCount) async throws {
        guard isStreaming, !Task.isCancelled else { throw CancellationError() }
        guard !piece.isEmpty else { return }
        count.add(piece.count)
        guard isChunked else { return try await write(piece) }
        try await write(Array("\(String(piece.count, radix: 16))\r\n".utf8), piece + Self.lineEnd)
    }

    private static let lineEnd: [UInt8] = [ASCII.carriageReturn, ASCII.lineFeed]

    /// Answers bytes that are no request that we answer.
    func refuse(_ error: RequestError) async {
        let started = ContinuousClock.now
        let response =
            error == .wantsTLS
            ? HTTPResponse.text("Bad Request: \(error.reason).\n", status: error.status)
            : HTTPServer.plainText(HTTPProblem(error.status, error.reason))
        core.log.debug("A request was refused.", ["status": "\(error.status)", "reason": error.reason])
        let head = ResponseHead(
            status: response.status,
            headers: response.headers,
            framing: .length(Self.length(response)),
            persistence: .close
        )
        guard let bytes = try? head.bytes(date: core.date.line), case .bytes(let body) = response.body else { return }
        try? await write(bytes, body)
        core.finish(
            HTTPExchange(
                method: nil,
                route: nil,
                status: error.status,
                duration: started.duration(to: .now),
                bodyBytes: body.count,
                remoteAddress: socket.remoteAddress,
                incident: nil
            )
        )
    }

    private static func length(_ response: HTTPResponse) -> Int {
        if case .bytes(let bytes) = response.body { bytes.count } else { 0 }
    }

    private func report(
        _ request: HTTPRequest,
        _ response: HTTPResponse,
        _ sending: Sending,
        since started: ContinuousClock.Instant
    ) {
        let sent = sending.replacement ?? response
        core.finish(
            HTTPExchange(
                method: request.method,
                route: request.route,
                status: sent.status,
                duration: started.duration(to: .now),
                bodyBytes: sending.bodyBytes,
                remoteAddress: request.remoteAddress,
                incident: sent.incident
            )
        )
    }
}
