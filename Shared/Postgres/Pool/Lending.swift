/// Who has which connection, and who is next: the rules of the pool, without a socket or a lock.
///
/// Whoever asks first is served first. An idle connection is lent last in, first out, so that few stay warm and a burst's
/// surplus lies still.
struct Lending<Resource, Waiter> {
    /// What somebody who asks is told.
    enum Answer {
        /// Take this one.
        case lent(Resource)
        /// Wait: the waiter was kept and will be handed one.
        case queued
        /// Too many wait already.
        case overloaded
        /// Nothing is lent any more.
        case closed
    }

    private struct Queued {
        var ticket: UInt64
        var waiter: Waiter
    }

    private let limit: Int
    private let waitingLimit: Int
    private var idle: [Resource] = []
    private var queue: [Queued] = []
    private(set) var lent = 0
    private var opening = 0
    private(set) var isClosed = false
    /// Why the last attempt to open one failed; nil after one that worked.
    private(set) var lastFailure: String?

    init(limit: Int, waitingLimit: Int) {
        self.limit = max(1, limit)
        self.waitingLimit = waitingLimit
    }

    var waiting: Int { queue.count }
    var open: Int { idle.count + lent }

    /// Lends an idle one, if there is one and nobody is before us.
    mutating func lendIdle() -> Resource? {
        guard !isClosed, queue.isEmpty, let resource = idle.popLast() else { return nil }
        lent += 1
        return resource
    }

    /// Lends one, or has the waiter wait its turn.
    mutating func ask(_ ticket: UInt64, _ waiter: Waiter) -> Answer {
        if isClosed { return .closed }
        if let resource = lendIdle() { return .lent(resource) }
        guard queue.count < waitingLimit else { return .overloaded }
        queue.append(Queued(ticket: ticket, waiter: waiter))
        return .queued
    }

    /// Whether somebody has to go and open one more; whoever is told so is counted as opening.
    ///
    /// While the server cannot be reached, one attempt at a time is enough.
    mutating func mustOpen() -> Bool {
        guard !isClosed, opening < queue.count, open + opening < limit, lastFailure == nil || opening == 0 else {
            return false
        }
        opening += 1
        return true
    }

    /// Takes a new one and says who gets it; nil keeps it idle.
    mutating func opened(_ resource: Resource) -> Waiter? {
        opening -= 1
        lastFailure = nil
        return pass(on: resource)
    }

    /// Notes that one could not be opened, and says whether whoever tried shall try again after a pause.
    mutating func openingFailed(because reason: String) -> Bool {
        lastFailure = reason
        guard opening == 1 else {
            opening -= 1
            return false
        }
        return true
    }

    /// Says, after that pause, whether there is still a reason to try.
    mutating func shallTryAgain() -> Bool {
        if !isClosed, !queue.isEmpty { return true }
        opening -= 1
        return false
    }

    /// Takes one back and says who gets it next; nil keeps it idle.
    mutating func giveBack(_ resource: Resource) -> Waiter? {
        lent -= 1
        return pass(on: resource)
    }

    /// Notes that one that was lent is of no more use.
    mutating func lose() { lent -= 1 }

    private mutating func pass(on resource: Resource) -> Waiter? {
        guard !isClosed, !queue.isEmpty else {
            // One that comes back to a closed pool is dropped here, and with it goes its connection.
            if !isClosed { idle.append(resource) }
            return nil
        }
        lent += 1
        return queue.removeFirst().waiter
    }

    /// Takes a waiter out of the queue, unless it has been served.
    mutating func withdraw(_ ticket: UInt64) -> Waiter? {
        queue.firstIndex { $0.ticket == ticket }.map { queue.remove(at: $0).waiter }
    }

    /// Lends nothing from now on, and hands over who was waiting and what lay idle.
    mutating func close() -> (waiters: [Waiter], idle: [Resource]) {
        isClosed = true
        defer { (queue, idle) = ([], []) }
        return (queue.map(\.waiter), idle)
    }

    /// Takes out the idle ones that are of no more use.
    mutating func removeIdle(where isUseless: (Resource) -> Bool) -> [Resource] {
        let useless = idle.filter(isUseless)
        if !useless.isEmpty { idle.removeAll(where: isUseless) }
        return useless
    }
}
