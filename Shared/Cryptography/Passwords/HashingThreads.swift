import Foundation
import ServiceRuntime

/// A few threads for work that takes milliseconds of computing: never Swift's own, and less urgent than they are.
///
/// Nice is a thread's own on Linux, so hashing yields to the program's other threads, and to other programs, whenever
/// both have something to do.
package final class HashingThreads: Sendable {
    /// How much nicer these threads are than the program's first one.
    package static let niceness: Int32 = 10
    /// Argon2 keeps its megabytes on the heap.
    private static let stackByteCount = 512 * 1024

    private let count: Int
    private let queue: HashingQueue

    /// Starts the threads, at least one; besides what they are at, `queueLimit` jobs may wait.
    package init(count: Int, queueLimit: Int) {
        let count = max(count, 1)
        let queue = HashingQueue(limit: count + max(queueLimit, 0))
        self.count = count
        self.queue = queue
        for _ in 0..<count {
            let thread = Thread {
                Thread.current.name = "hashing"
                Self.yieldToOtherThreads()
                while let job = queue.next() {
                    let deliver = job.compute()
                    queue.finish()
                    deliver()
                }
            }
            thread.stackSize = Self.stackByteCount
            thread.start()
        }
    }

    /// Makes the calling thread nicer than the program's first one.
    private static func yieldToOtherThreads() {
        let threadOrProcess = __priority_which_t(PRIO_PROCESS.rawValue)
        let program = getpriority(threadOrProcess, id_t(getpid()))
        // 0 is the calling thread alone, and more than 19 counts as 19. Where it fails, hashing competes as an equal.
        _ = setpriority(threadOrProcess, 0, program + niceness)
    }

    deinit {
        queue.close(threads: count)
    }

    package var counts: HashingCounts { queue.counts }

    /// Whether another job would find room now; a no counts as a refusal.
    package func hasRoom() -> Bool { queue.hasRoom() }

    /// Does this work on one of the threads, after all that came before it.
    ///
    /// Throws `PasswordHasher.Overloaded` at once where too much waits, `CancellationError` or `HashingDeadlinePassed`
    /// where nobody waits for it any more before it has begun, and what the work throws.
    package func run<Answer: Sendable>(_ work: @escaping @Sendable () throws -> Answer) async throws -> Answer {
        let id = queue.makeID()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                queue.add(
                    HashingQueue.Job(
                        id: id,
                        deadline: Deadline.current,
                        compute: {
                            let answer = Result { try work() }
                            return { continuation.resume(with: answer) }
                        },
                        abandon: { continuation.resume(throwing: $0) }
                    )
                )
            }
        } onCancel: {
            queue.cancel(id)
        }
    }
}
