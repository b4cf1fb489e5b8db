internal import Network

/// Bytes on their way to a client.
struct ConnectionOutput {
    private var pieces: [ArraySlice<UInt8>] = []
    private(set) var hasFailed = false

    var isEmpty: Bool { pieces.isEmpty }

    mutating func append(_ piece: ArraySlice<UInt8>) {
        if !piece.isEmpty { pieces.append(piece) }
    }

    mutating func fail() {
        hasFailed = true
        pieces = []
    }

    /// Writes what the socket takes; false when it took nothing at all.
    mutating func flush(to socket: any ByteStream) -> Bool {
        var hasMoved = false
        while let first = pieces.first {
            do {
                guard let count = try socket.write(first, pieces.count > 1 ? pieces[1] : []) else { return hasMoved }
                hasMoved = true
                drop(count)
            } catch {
                fail()
                return true
            }
        }
        return hasMoved
    }

    private mutating func drop(_ count: Int) {
        var count = count
        while count > 0, let first = pieces.first {
            guard first.count <= count else {
                pieces[0] = first.dropFirst(count)
                return
            }
            count -= first.count
            pieces.removeFirst()
        }
    }
}

extension ServerConnection {
    /// Writes a head and a body, and returns once the socket has taken all of it.
    ///
    /// - Throws: `DeadlinePassed` when the client takes nothing for too long, `CancellationError` when the work in hand
    ///   was called off, `NetworkError` when the connection has failed.
    func write(_ first: [UInt8], _ second: [UInt8] = []) async throws {
        guard !output.hasFailed else { throw ConnectionLost() }
        let mustWait = !output.isEmpty
        output.append(first[...])
        output.append(second[...])
        // Whoever waits already is told when there is room.
        if !mustWait { _ = output.flush(to: socket) }
        if output.hasFailed { throw ConnectionLost() }
        guard !output.isEmpty else { return }
        if !mustWait { setDeadline(.output, after: limits.writeTime) }
        try await withCheckedThrowingContinuation { outputWaiters.append($0) }
    }

    /// Goes on writing when the socket has room again.
    func flush() {
        let hasMoved = output.flush(to: socket)
        if output.hasFailed {
            liftDeadline()
            return resumeWriters(throwing: ConnectionLost())
        }
        guard output.isEmpty else {
            if hasMoved { setDeadline(.output, after: limits.writeTime) }
            return
        }
        liftDeadline()
        let waiters = outputWaiters
        outputWaiters = []
        for waiter in waiters { waiter.resume() }
    }

    func resumeWriters(throwing error: any Error) {
        let waiters = outputWaiters
        outputWaiters = []
        for waiter in waiters { waiter.resume(throwing: error) }
    }
}

/// The client has gone.
struct ConnectionLost: Error, CustomStringConvertible {
    var description: String { "the connection is lost" }
}
