internal import Network
internal import ServiceRuntime
internal import Synchronization

/// Takes connections from a listening socket, on one event loop, and hands them out.
final class Acceptor: EventTarget {
    /// How long it pauses when the operating system has no more descriptors or memory to give.
    private static let pause: Duration = .milliseconds(100)

    private let socket: ListeningSocket
    private let loop: EventLoop
    private let core: ServerCore
    private let isStopped = Atomic(false)

    init(_ socket: ListeningSocket, on loop: EventLoop, core: ServerCore) {
        self.socket = socket
        self.loop = loop
        self.core = core
    }

    func start() throws {
        try loop.watch(socket.descriptor, for: .readable, telling: self)
    }

    /// Stops, and closes the socket.
    func stop() {
        guard !isStopped.exchange(true, ordering: .relaxed) else { return }
        // On the loop's own thread, where nothing else is being done with the descriptor.
        loop.schedule(at: .now) { [loop, socket] in
            loop.unwatch(socket.descriptor)
            socket.close()
        }
    }

    func becameReady(_ readiness: Readiness) {
        acceptAll()
    }

    private func acceptAll() {
        while !isStopped.load(ordering: .relaxed) {
            do {
                guard let connection = try socket.accept() else { return }
                core.admit(connection)
            } catch {
                core.log.warning("Connections cannot be accepted for now.", ["error": "\(error)"])
                // Those that wait make no new event, so look again by the clock.
                loop.schedule(at: .now + Self.pause) { [self] in acceptAll() }
                return
            }
        }
    }
}
