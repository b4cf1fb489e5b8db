import Foundation
import Glibc

/// What a link's thread does: it takes connections, and carries what comes on them from one side to the other.
final class LinkThread {
    private typealias Moment = ContinuousClock.Instant

    /// One direction of a connection: what was read and not yet written, each piece with the moment from which it may go.
    private struct Direction {
        let source: Int32
        let sink: Int32
        var pieces: [(due: Moment, bytes: ArraySlice<UInt8>)] = []
        var sourceEnded = false
        var sinkEnded = false

        var hasRoom: Bool { !sourceEnded && pieces.count < LinkThread.mostPieces }
        var isOver: Bool { sourceEnded && pieces.isEmpty }
    }

    private struct Connection {
        var outward: Direction
        var inward: Direction
        var isBroken = false

        var isOver: Bool { isBroken || (outward.isOver && inward.isOver) }
    }

    /// Pieces that may be under way in one direction; then the sender waits, as it would for a slow reader.
    private static let mostPieces = 64
    private static let pieceBytes = 64 * 1024

    private let listener: Int32
    private let target: Int
    private let control: LinkControl
    private var connections: [Connection] = []
    private var condition = Link.Condition.open
    private var buffer = [UInt8](repeating: 0, count: LinkThread.pieceBytes)

    init(listener: Int32, target: Int, control: LinkControl) {
        self.listener = listener
        self.target = target
        self.control = control
    }

    func run() {
        while true {
            let ready = wait()
            let orders = control.read()
            condition = orders.condition
            if orders.isOver || condition == .cut {
                for index in connections.indices { connections[index].isBroken = true }
            }
            if condition != .held, !orders.isOver {
                for index in connections.indices { carry(&connections[index], ready) }
                takeConnections()
            }
            closeWhatIsOver()
            if orders.isOver {
                close(listener)
                return
            }
        }
    }

    /// Waits until something can be done, and gives the descriptors that are ready.
    private func wait() -> Set<Int32> {
        var watched = [pollfd(fd: control.bell, events: Int16(POLLIN), revents: 0)]
        var next: Moment?
        let now = Moment.now
        if condition != .held {
            watched.append(pollfd(fd: listener, events: Int16(POLLIN), revents: 0))
            for connection in connections {
                var events: [Int32: Int16] = [:]
                for direction in [connection.outward, connection.inward] {
                    if direction.hasRoom { events[direction.source, default: 0] |= Int16(POLLIN) }
                    guard let due = direction.pieces.first?.due else { continue }
                    if due <= now {
                        events[direction.sink, default: 0] |= Int16(POLLOUT)
                    } else {
                        next = min(next ?? due, due)
                    }
                }
                watched += events.map { pollfd(fd: $0.key, events: $0.value, revents: 0) }
            }
        }
        let milliseconds = next.map { Int32(max(1, (now.duration(to: $0) / .milliseconds(1)).rounded(.up))) } ?? -1
        guard poll(&watched, nfds_t(watched.count), milliseconds) > 0 else { return [] }
        return Set(watched.filter { $0.revents != 0 }.map(\.fd))
    }

    private func takeConnections() {
        while true {
            let near = accept(listener, nil, nil)
            guard near >= 0 else { return }
            guard condition != .cut, let far = LinkSocket.connect(to: target) else {
                close(near)
                continue
            }
            LinkSocket.makeNonBlocking(near)
            connections.append(
                Connection(
                    outward: Direction(source: near, sink: far),
                    inward: Direction(source: far, sink: near)
                )
            )
        }
    }

    private func carry(_ connection: inout Connection, _ ready: Set<Int32>) {
        guard !connection.isBroken else { return }
        let isWhole =
            read(&connection.outward, ready) && read(&connection.inward, ready) && write(&connection.outward)
            && write(&connection.inward)
        connection.isBroken = !isWhole
    }

    /// Reads one piece; no where the connection is broken.
    private func read(_ direction: inout Direction, _ ready: Set<Int32>) -> Bool {
        guard direction.hasRoom, ready.contains(direction.source) else { return true }
        let count = Glibc.read(direction.source, &buffer, buffer.count)
        if count < 0 { return errno == EAGAIN || errno == EINTR }
        guard count > 0 else {
            direction.sourceEnded = true
            return true
        }
        var due = Moment.now
        if case .slow(let delay) = condition { due += delay }
        direction.pieces.append((due, buffer[..<count]))
        return true
    }

    /// Writes what may go by now.
    private func write(_ direction: inout Direction) -> Bool {
        let now = Moment.now
        while let (due, bytes) = direction.pieces.first, due <= now {
            let count = bytes.withUnsafeBytes { send(direction.sink, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            if count < 0 { return errno == EAGAIN || errno == EINTR }
            if count == bytes.count {
                direction.pieces.removeFirst()
            } else {
                direction.pieces[0].bytes = bytes.dropFirst(count)
            }
        }
        if direction.isOver, !direction.sinkEnded {
            direction.sinkEnded = true
            shutdown(direction.sink, Int32(SHUT_WR))
        }
        return true
    }

    private func closeWhatIsOver() {
        for connection in connections where connection.isOver {
            close(connection.outward.source)
            close(connection.outward.sink)
        }
        connections.removeAll(where: \.isOver)
    }
}
