internal import Foundation
internal import Synchronization

/// Threads for the calls of libpq that block: connecting and cancelling.
enum BlockingThread {
    /// Cancellations under way at once, at most.
    ///
    /// One to a server that accepts and then says nothing never returns, so these threads may be lost; what is not
    /// cancelled here ends by the server's statement_timeout.
    private static let mostCancellations = 8
    private static let cancellations = Atomic<Int>(0)

    /// Runs work on a thread of its own, which ends with it.
    static func start(_ name: String, _ work: @escaping @Sendable () -> Void) {
        let thread = Thread(block: work)
        thread.name = name
        thread.start()
    }

    /// Cancels what a connection is doing, unless too many cancellations are already stuck.
    static func cancel(_ handle: CancelHandle) {
        let before = cancellations.wrappingAdd(1, ordering: .relaxed).oldValue
        guard before < mostCancellations else {
            cancellations.wrappingSubtract(1, ordering: .relaxed)
            return
        }
        start("pg-cancel") {
            handle.cancelBlocking()
            cancellations.wrappingSubtract(1, ordering: .relaxed)
        }
    }
}
