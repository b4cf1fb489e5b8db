import Network
import ServiceRuntime
import Synchronization

/// Stands between a client and a server, and cuts what they say into small pieces.
final class Relay: Sendable {
    let port: Int
    private let listening: ListeningSocket
    private let work: Mutex<Task<Void, any Error>?> = Mutex(nil)

    /// - Parameters:
    ///   - server: Where to go on to.
    ///   - size: How many bytes a piece has.
    ///   - pause: How long it waits between two pieces, which makes each a packet of its own.
    ///   - handsOnEnds: Whether the server hears that the client's connection ends, apart from what TLS says of it.
    /// - Throws: `NetworkError`.
    init(to server: Int, piecesOf size: Int, pause: Duration = .zero, handsOnEnds: Bool = true) throws {
        listening = try ListeningSocket(on: SocketAddress("127.0.0.1:0") ?? { throw NoAddress() }())
        port = Int(listening.address.port)
        let task = Task { [listening] in
            while true {
                try await EventLoop.shared.wait(for: listening.descriptor, until: .readable, before: nil)
                while let near = try listening.accept() {
                    let addresses = try await Resolver.addresses(of: "127.0.0.1", port: server)
                    let far = try await StreamSocket.connect(to: addresses, before: .after(.seconds(10)))
                    Task { try await Self.carry(near, far, size, pause, handsOnEnds) }
                }
            }
        }
        work.withLock { $0 = task }
    }

    deinit {
        work.withLock { $0?.cancel() }
    }

    struct NoAddress: Error {}

    /// One task carries both ways in turn, since one at a time may wait for a descriptor.
    private static func carry(
        _ near: StreamSocket,
        _ far: StreamSocket,
        _ size: Int,
        _ pause: Duration,
        _ handsOnEnds: Bool
    ) async throws {
        var room = [UInt8](repeating: 0, count: size)
        var open = [true, true]
        while open.contains(true) {
            var hasMoved = false
            for (index, (from, to)) in [(near, far), (far, near)].enumerated() where open[index] {
                switch try from.read(into: &room, from: 0) {
                case .wouldWait: continue
                case .ended:
                    if index == 1 || handsOnEnds { to.endWriting() }
                    open[index] = false
                case .bytes(let count):
                    hasMoved = true
                    var rest = room[..<count]
                    while !rest.isEmpty { rest = rest.dropFirst(try to.write(rest) ?? 0) }
                    if pause > .zero { try await Task.sleep(for: pause) }
                }
            }
            if !hasMoved { try await Task.sleep(for: .milliseconds(1)) }
        }
    }
}
