import Dispatch
import Glibc
import Synchronization

/// Writes text to a descriptor from a queue of its own.
///
/// Whoever logs only appends to a list. When nobody reads the other end of a pipe, the list fills to its limit; from then
/// on lines are counted instead of kept, and the count is written once there is room again.
final class BackgroundWriter: Sendable {
    /// Text waiting to be written, at most.
    static let mostBytes = 1 << 20

    private struct State {
        var pending: [UInt8] = []
        var dropped = 0
        var isWriting = false
    }

    private let descriptor: Int32
    private let queue = DispatchQueue(label: "log")
    private let state = Mutex(State())

    init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    func write(_ text: String) {
        let mustStart = state.withLock { state in
            guard state.pending.count < Self.mostBytes else {
                state.dropped += 1
                return false
            }
            if state.dropped > 0 {
                state.pending += "(\(state.dropped) lines of the log were dropped: nobody read them in time)\n".utf8
                state.dropped = 0
            }
            state.pending += text.utf8
            defer { state.isWriting = true }
            return !state.isWriting
        }
        if mustStart { queue.async { self.drain() } }
    }

    func flush(within limit: Duration) {
        let isDone = DispatchSemaphore(value: 0)
        queue.async { isDone.signal() }
        _ = isDone.wait(timeout: .now() + .milliseconds(Int(limit / .milliseconds(1))))
    }

    private func drain() {
        while true {
            let next = state.withLock { state in
                defer { state.pending = [] }
                if state.pending.isEmpty { state.isWriting = false }
                return state.pending
            }
            if next.isEmpty { return }
            writeAll(next)
        }
    }

    /// Writes all of it, or gives up when the descriptor does: there is nowhere left to say so.
    private func writeAll(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if written > 0 {
                rest = rest.dropFirst(written)
            } else if errno == EAGAIN {
                // Standard error is shared, and somebody made it non-blocking.
                var readiness = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                _ = poll(&readiness, 1, -1)
            } else if errno != EINTR {
                return
            }
        }
    }
}
