/// What an event loop has been asked for: who waits for which descriptor, timers, and jobs from other threads.
struct LoopState {
    typealias Instant = ContinuousClock.Instant

    /// A task that waits once.
    struct Waiter {
        let ticket: UInt64
        let continuation: CheckedContinuation<Readiness, any Error>
        var timer: TimerID?
    }

    enum Party {
        case waiter(Waiter)
        case target(any EventTarget)
    }

    /// Who is to be told about a descriptor; the generation tells an event for this watch from one for an earlier
    /// watch of the same number.
    struct Watch {
        let generation: UInt32
        let party: Party
    }

    /// The work of one turn of the loop; kept from turn to turn so that its arrays keep their room.
    struct Round {
        var jobs: [UnownedJob] = []
        var actions: [TimerQueue.Action] = []
        /// How long the loop may sleep after this work: 0 when there was any, −1 for "until something happens".
        var sleepMilliseconds: Int32 = 0
    }

    var watches: [Int32: Watch] = [:]
    var timers = TimerQueue()
    var jobs: [UnownedJob] = []
    /// Until when the loop's thread sleeps, or nil when it is awake and will look at the state again by itself.
    private var sleepsUntil: Instant?

    private var lastTicket: UInt64 = 0
    private var lastGeneration: UInt32 = 0

    /// Later than any timer: the instant until which a loop without timers sleeps.
    private static let farAway = Instant.now + .seconds(100 * 365 * 86_400)
    /// A loop wakes at least this often, so that its sleep always fits what epoll takes.
    private static let longestSleep: Duration = .seconds(60)

    mutating func newTicket() -> UInt64 {
        lastTicket += 1
        return lastTicket
    }

    mutating func newGeneration() -> UInt32 {
        lastGeneration &+= 1
        return lastGeneration
    }

    /// Whether the loop sleeps, past an instant if one is given, and must be rung; the one who asks is the one who rings.
    mutating func mustWake(by instant: Instant? = nil) -> Bool {
        guard let until = sleepsUntil else { return false }
        if let instant, instant >= until { return false }
        sleepsUntil = nil
        return true
    }

    /// Moves everything that is to be done now into a round, and decides how long the loop may sleep after it.
    mutating func takeWork(into round: inout Round, at now: Instant) {
        round.jobs.removeAll(keepingCapacity: true)
        swap(&jobs, &round.jobs)
        round.actions = timers.due(at: now)
        guard round.jobs.isEmpty, round.actions.isEmpty else {
            sleepsUntil = nil
            round.sleepMilliseconds = 0
            return
        }
        guard let next = timers.next() else {
            sleepsUntil = Self.farAway
            round.sleepMilliseconds = -1
            return
        }
        let sleep = min(now.duration(to: next), Self.longestSleep)
        sleepsUntil = now + sleep
        round.sleepMilliseconds = sleep.roundedUpToMilliseconds
    }
}

extension Duration {
    /// Whole milliseconds, rounded up so that a timer never fires early.
    fileprivate var roundedUpToMilliseconds: Int32 {
        let (seconds, attoseconds) = components
        let milliseconds = seconds * 1_000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000
        return Int32(clamping: max(milliseconds, 0))
    }
}
