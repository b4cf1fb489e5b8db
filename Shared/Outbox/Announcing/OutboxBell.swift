import Postgres
import ServiceRuntime
import Synchronization

/// Wakes those who wait for announcements as soon as any replica has committed one (LISTEN/NOTIFY).
final class OutboxBell: Service {
    let name = "outbox bell"

    private struct State {
        /// How often it has rung.
        var rings: UInt64 = 0
        var lastTicket: UInt64 = 0
        var waiting: [UInt64: CheckedContinuation<Void, Never>] = [:]
    }

    private let database: PostgresPool
    private let state = Mutex(State())

    init(database: PostgresPool) {
        self.database = database
    }

    func run() async throws {
        for await _ in database.notifications(on: "outbox") { ring() }
    }

    /// How often it has rung, to be given to `wait` later: what rings in between is then not missed.
    var rings: UInt64 { state.withLock { $0.rings } }

    /// Waits until it has rung since `rings`, or for `longest`.
    func wait(since rings: UInt64, for longest: Duration) async {
        let ticket = state.withLock { state in
            state.lastTicket += 1
            return state.lastTicket
        }
        var timer: Task<Void, Never>?
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    guard state.rings == rings, !Task.isCancelled else { return true }
                    state.waiting[ticket] = continuation
                    return false
                }
                if isOver { return continuation.resume() }
                // Only now: one that ran out before there was anything to wake would never be heard.
                timer = Task { [weak self] in
                    try? await Task.sleep(for: longest)
                    self?.wake(ticket)
                }
            }
        } onCancel: {
            wake(ticket)
        }
        timer?.cancel()
    }

    private func ring() {
        let woken = state.withLock { state in
            state.rings += 1
            defer { state.waiting.removeAll() }
            return Array(state.waiting.values)
        }
        for continuation in woken { continuation.resume() }
    }

    private func wake(_ ticket: UInt64) {
        state.withLock { $0.waiting.removeValue(forKey: ticket) }?.resume()
    }
}
