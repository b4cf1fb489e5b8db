internal import Network
internal import ServiceRuntime
internal import Synchronization

extension ServerConnection {
    /// What reading came to.
    enum Incoming {
        case request(RequestHead, body: [UInt8])
        case refused(RequestError)
        /// The connection has ended between two requests, or nothing more is wanted of it.
        case over
    }

    /// What the client is sending, as far as deadlines go.
    private enum Stage {
        case nothing
        case head
        case body
    }

    private static let goOn = Array("HTTP/1.1 100 Continue\r\n\r\n".utf8)

    /// Reads a request to the end of its body.
    func nextRequest() async -> Incoming {
        waitingSince.store(core.milliseconds, ordering: .relaxed)
        defer { waitingSince.store(0, ordering: .relaxed) }
        var head: RequestHead?
        var body: [UInt8] = []
        var hasSaidGoOn = false
        var timed: Stage?
        while true {
            do throws(RequestError) {
                while let event = try parser.next() {
                    switch event {
                    case .head(let read): head = read
                    case .body(let piece): body += piece
                    case .end: if let head { return .request(head, body: body) }
                    }
                }
            } catch {
                return .refused(error)
            }
            if let head, head.expectsContinue, !hasSaidGoOn {
                hasSaidGoOn = true
                // RFC 9110 §10.1.1: needless once the body is coming.
                if body.isEmpty, parser.input.count == 0 {
                    guard (try? await write(Self.goOn)) != nil else { return .over }
                    timed = nil
                }
            }
            let stage: Stage = head != nil ? .body : parser.isBetweenRequests ? .nothing : .head
            if mayRead, read() { continue }
            if inputHasEnded { return stage == .nothing ? .over : .refused(.malformed("the request was cut short")) }
            if isDraining, stage == .nothing { return .over }
            if timed != stage {
                timed = stage
                setDeadline(.input, after: time(for: stage))
            }
            switch await input() {
            case .input, .drain: continue
            case .deadline: return stage == .nothing ? .over : .refused(.tooSlow)
            }
        }
    }

    private func time(for stage: Stage) -> Duration {
        switch stage {
        case .nothing: limits.idleTime
        case .head: limits.headTime
        case .body: limits.bodyTime
        }
    }

    /// Reads what is there; false when there is nothing.
    private func read() -> Bool {
        do {
            let outcome = try parser.input.fill { buffer, index in
                let outcome = try socket.read(into: &buffer, from: index)
                guard case .bytes(let count) = outcome else { return (outcome, 0) }
                // What does not fill the room was all there was: the loop tells when there is more.
                if index + count < buffer.count, !peerHasEnded, !socket.holdsMore { mayRead = false }
                return (outcome, count)
            }
            switch outcome {
            case .bytes: return true
            case .wouldWait: mayRead = false
            case .ended: inputHasEnded = true
            }
        } catch {
            inputHasEnded = true
            output.fail()
        }
        return false
    }

    /// Waits until the client sends something, the deadline passes, or the server stops.
    func input() async -> Wake {
        guard socket.descriptor >= 0, !timing.inputIsLate else { return .deadline }
        return await withCheckedContinuation { inputWaiter = $0 }
    }
}
