internal import Network
internal import ServiceRuntime
internal import Synchronization

/// One client's connection: reads requests, has them answered one after another, and writes the answers.
///
/// It lives on its event loop, and so do the handlers it calls, as long as they do not go elsewhere by themselves: a
/// request costs no hop between threads. One task tells its whole story, ``serve()``; the loop's events and timers only
/// set flags and wake that task.
actor ServerConnection: EventTarget {
    /// Which of the server's loops it lives on.
    nonisolated let place: Int
    nonisolated let loop: EventLoop
    private(set) var socket: any ByteStream
    let core: ServerCore
    /// Since when it waits for its client to send a request, in the core's milliseconds; 0 while it does not.
    nonisolated let waitingSince = Atomic<Int>(0)
    var limits: HTTPLimits { core.limits }

    // What the loop has told.
    var mayRead = true
    /// Whether requests may come; inside TLS, not before a handshake.
    private var isOpen = false
    /// The other side has closed, or will send no more.
    var peerHasEnded = false
    /// Everything it sent has been read.
    var inputHasEnded = false
    var isDraining = false

    var parser: RequestParser
    var inputWaiter: CheckedContinuation<Wake, Never>?
    var output = ConnectionOutput()
    var outputWaiters: [CheckedContinuation<Void, any Error>] = []
    var timing = ConnectionTiming()
    /// Whether a body is being written piece by piece, which ends when the client leaves.
    var isStreaming = false
    var handlerIsLate = false
    private var requests = 0
    /// Whether the client was told that no more comes.
    private var hasSaidGoodbye = false
    private var story: Task<Void, Never>?

    /// Why a task that waited for input goes on.
    enum Wake {
        case input
        case deadline
        case drain
    }

    init(_ socket: any ByteStream, on loop: EventLoop, place: Int, core: ServerCore) {
        self.socket = socket
        self.loop = loop
        self.place = place
        self.core = core
        parser = RequestParser(limits: core.limits)
    }

    nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

    /// Begins, on the connection's own loop.
    nonisolated func start() {
        Task { await begin() }
    }

    private func begin() {
        do {
            try loop.watch(socket.descriptor, for: [.readable, .writable], telling: self)
        } catch {
            core.log.warning("A connection could not be watched.", ["error": "\(error)"])
            return close()
        }
        story = Task { await serve() }
    }

    private func serve() async {
        switch await open() {
        case .opened: break
        case .refused(let error):
            await refuse(error)
            return await end()
        case .over: return close()
        }
        while true {
            switch await nextRequest() {
            case .request(let head, let body):
                requests += 1
                guard await exchange(head, body) else { return await end() }
            case .refused(let error):
                await refuse(error)
                return await end()
            case .over:
                return close()
            }
        }
    }

    /// What opening the stream came to.
    private enum Opening {
        case opened
        case refused(RequestError)
        case over
    }

    /// Waits until the stream is open, within the limit for that.
    private func open() async -> Opening {
        var isTimed = false
        while true {
            do {
                guard try socket.open() != nil else { break }
            } catch {
                core.metrics.failedHandshakes.add()
                core.log.debug("A TLS handshake failed.", ["error": "\(error)"])
                guard error as? TLSError == .plainHTTP, let stream = socket as? TLSStream else { return .over }
                socket = stream.leave()
                return .refused(.wantsTLS)
            }
            guard !isDraining else { return .over }
            if !isTimed { setDeadline(.input, after: limits.handshakeTime) }
            isTimed = true
            switch await input() {
            case .input: continue
            case .drain: return .over
            case .deadline:
                core.metrics.failedHandshakes.add()
                return .over
            }
        }
        liftDeadline()
        isOpen = true
        return .opened
    }

    /// Whether the connection may go on after the request now in hand.
    func keepsConnection(after head: RequestHead) -> Bool {
        head.keepsConnection && !isDraining && requests < limits.requestsPerConnection
    }

    // MARK: Events

    nonisolated func becameReady(_ readiness: Readiness) {
        assumeIsolated { $0.note(readiness) }
    }

    private func note(_ readiness: Readiness) {
        if readiness.contains(.ended) {
            peerHasEnded = true
            if isStreaming { cancelWork() }
        }
        // Inside TLS either direction may have to wait for the other.
        if !isOpen || !readiness.isDisjoint(with: [.readable, socket.readingAwaits]) {
            mayRead = true
            wakeReader(.input)
        }
        guard !readiness.isDisjoint(with: socket.writingAwaits) else { return }
        if !output.isEmpty {
            flush()
        } else if hasSaidGoodbye {
            socket.endWriting()
        }
    }

    func wakeReader(_ wake: Wake) {
        guard let waiter = inputWaiter else { return }
        inputWaiter = nil
        waiter.resume(returning: wake)
    }

    /// Cancels the handler or the stream in hand.
    func cancelWork() {
        story?.cancel()
        resumeWriters(throwing: CancellationError())
    }

    // MARK: Ending

    /// Finishes what is in hand and then ends; a stream ends now.
    func drain() {
        isDraining = true
        if isStreaming { cancelWork() }
        wakeReader(.drain)
    }

    /// Ends for the sake of another connection: at once while it waits for its client, and after the answer in hand
    /// otherwise.
    func giveWay() {
        if waitingSince.load(ordering: .relaxed) == 0 { drain() } else { close() }
    }

    /// Ends whatever is in hand.
    func cutOff() {
        cancelWork()
        close()
    }

    /// Says goodbye in a way that lets the client read the last answer: closing with bytes unread would take it back
    /// (RFC 9112 §9.6).
    private func end() async {
        defer { close() }
        guard !inputHasEnded, !output.hasFailed else { return }
        hasSaidGoodbye = true
        socket.endWriting()
        setDeadline(.input, after: limits.lingerTime)
        var rest = [UInt8](repeating: 0, count: InputBuffer.initialRoom)
        var passedOver = 0
        while passedOver < limits.bodyBytes {
            guard mayRead else {
                guard await input() == .input else { return }
                continue
            }
            switch try? socket.read(into: &rest, from: 0) {
            case .bytes(let count): passedOver += count
            case .wouldWait: mayRead = false
            case .ended, nil: return
            }
        }
    }

    private func close() {
        guard socket.descriptor >= 0 else { return }
        stopTiming()
        loop.unwatch(socket.descriptor)
        socket.close()
        output.fail()
        resumeWriters(throwing: CancellationError())
        wakeReader(.deadline)
        story = nil
        core.forget(self)
    }
}
