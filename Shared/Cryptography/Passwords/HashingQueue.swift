import Dispatch
import ServiceRuntime
import Synchronization

/// The work that waits for a hashing thread: bounded, first come, first served.
final class HashingQueue: Sendable {
    struct Job: Sendable {
        let id: UInt64
        let deadline: Deadline?
        /// Does the work, and returns what hands the answer to its caller.
        let compute: @Sendable () -> @Sendable () -> Void
        /// Tells the caller that the work will not be done.
        let abandon: @Sendable (any Error) -> Void
    }

    private struct State {
        var waiting: [Job] = []
        var running = 0
        var lastID: UInt64 = 0
        var isClosed = false
        var counts = HashingCounts()
    }

    /// What a thread that wakes finds.
    private enum Found {
        case work(Job)
        case late(Job)
        case nothing
        case end
    }

    private let state = Mutex(State())
    /// Counts at least one for every job that waits; a thread that wakes to find none waits again.
    private let available = DispatchSemaphore(value: 0)
    /// How many may be under way or waiting.
    private let limit: Int

    init(limit: Int) {
        self.limit = limit
    }

    func makeID() -> UInt64 {
        state.withLock { state in
            state.lastID += 1
            return state.lastID
        }
    }

    /// Adds a job at the end, or abandons it at once where there is no room, no time or nobody who waits for it.
    func add(_ job: Job) {
        let (refusal, late) = state.withLock { state -> ((any Error)?, [Job]) in
            // Cancelling takes this lock too, so it finds the job waiting or is seen here.
            guard !Task.isCancelled, !state.isClosed else { return (CancellationError(), []) }
            if let deadline = job.deadline, deadline.isPast { return (HashingDeadlinePassed(), []) }
            var late: [Job] = []
            if state.running + state.waiting.count >= limit {
                late = state.waiting.filter(\.isLate)
                // By id, since another may become late in between.
                let lateIDs = Set(late.map(\.id))
                state.waiting.removeAll { lateIDs.contains($0.id) }
                state.counts.dropped += late.count
            }
            guard state.running + state.waiting.count < limit else {
                state.counts.overloaded += 1
                return (PasswordHasher.Overloaded(), late)
            }
            state.waiting.append(job)
            return (nil, late)
        }
        for job in late { job.abandon(HashingDeadlinePassed()) }
        if let refusal { job.abandon(refusal) } else { available.signal() }
    }

    /// Whether another job would find room now; a no counts as a refusal.
    func hasRoom() -> Bool {
        state.withLock { state in
            if state.running + state.waiting.count < limit || state.waiting.contains(where: \.isLate) { return true }
            state.counts.overloaded += 1
            return false
        }
    }

    /// Takes a job out of the queue, where it has not begun.
    func cancel(_ id: UInt64) {
        let job = state.withLock { state -> Job? in
            guard let index = state.waiting.firstIndex(where: { $0.id == id }) else { return nil }
            state.counts.dropped += 1
            return state.waiting.remove(at: index)
        }
        job?.abandon(CancellationError())
    }

    /// Waits for the next job that is still wanted; `nil` once the queue is closed.
    func next() -> Job? {
        while true {
            available.wait()
            let found = state.withLock { state -> Found in
                guard !state.isClosed else { return .end }
                guard !state.waiting.isEmpty else { return .nothing }
                let job = state.waiting.removeFirst()
                if job.isLate {
                    state.counts.dropped += 1
                    return .late(job)
                }
                state.running += 1
                return .work(job)
            }
            switch found {
            case .end: return nil
            case .nothing: continue
            case .late(let job): job.abandon(HashingDeadlinePassed())
            case .work(let job): return job
            }
        }
    }

    /// Says that a job is done, before its caller hears of it: who asks again at once finds the room it left.
    func finish() {
        state.withLock { state in
            state.running -= 1
            state.counts.completed += 1
        }
    }

    /// Ends every thread after the job it is at.
    func close(threads: Int) {
        let waiting = state.withLock { state in
            state.isClosed = true
            defer { state.waiting = [] }
            return state.waiting
        }
        for job in waiting { job.abandon(CancellationError()) }
        for _ in 0..<threads { available.signal() }
    }

    var counts: HashingCounts {
        state.withLock { state in
            var counts = state.counts
            counts.waiting = state.waiting.count
            counts.running = state.running
            return counts
        }
    }
}

extension HashingQueue.Job {
    fileprivate var isLate: Bool { deadline?.isPast ?? false }
}

/// What a password hasher has done so far and is doing now, for metrics.
public struct HashingCounts: Sendable, Hashable {
    /// Hashes that wait for a thread.
    public var waiting = 0
    /// Hashes under way.
    public var running = 0
    /// Hashes that were computed.
    public var completed = 0
    /// Hashes refused because too many waited.
    public var overloaded = 0
    /// Hashes left undone because nobody waited for them any more.
    public var dropped = 0
}

/// The request's deadline passed before its password was hashed.
public struct HashingDeadlinePassed: Error, Hashable, CustomStringConvertible {
    public var description: String { "the deadline passed before the password was hashed" }
}
