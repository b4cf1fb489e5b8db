internal import Network
internal import Synchronization

/// Connections that wait for another request to the same server.
final class ClientPool: Sendable {
    private struct Idle {
        let socket: any ByteStream
        let since: ContinuousClock.Instant
    }

    private let limit: Int
    private let patience: Duration
    private let idle = Mutex<[Idle]>([])

    init(limit: Int, patience: Duration) {
        self.limit = limit
        self.patience = patience
    }

    /// The connection that was used last, if it still lives; those that do not are closed.
    func take() -> (any ByteStream)? {
        while let next = idle.withLock({ $0.popLast() }) {
            guard next.since + patience > .now else { continue }
            // A server that has closed it, or said something unasked, shows here.
            var byte: [UInt8] = [0]
            if (try? next.socket.read(into: &byte, from: 0)) == .wouldWait { return next.socket }
        }
        return nil
    }

    /// Keeps a connection; the one unused for longest makes room.
    func keep(_ socket: any ByteStream) {
        guard limit > 0 else { return }
        idle.withLock { idle in
            if idle.count >= limit { idle.removeFirst() }
            idle.append(Idle(socket: socket, since: .now))
        }
    }
}
