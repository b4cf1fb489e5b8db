import ServiceRuntime

/// Decides which replica is asked what, when one counts as silent, and when a question has waited long enough.
///
/// It holds no socket and reads no clock: events and moments go in, `actions` come out.
struct Switchboard {
    typealias Moment = ContinuousClock.Instant

    /// One address behind the service's name.
    struct ReplicaID: Hashable, Sendable {
        let number: Int
    }

    /// What is to be done.
    enum Action: Hashable {
        case send(UInt64, to: ReplicaID)
        case cancel(UInt64, at: ReplicaID)
        case ping(ReplicaID)
        case fail(UInt64, Fault)
    }

    private enum Phase {
        /// No connection, or one that has proved nothing yet.
        case connecting
        case live
        /// It did not say that it is there: left alone until it does.
        case silent
        /// It is stopping: what it has in hand it still answers.
        case leaving
    }

    private struct Replica {
        var phase = Phase.connecting
        var outstanding = 0
        /// Since when questions are outstanding and nothing at all was heard.
        var quietSince: Moment?
        /// When it was last asked whether it is there, if it has not said so since.
        var pinged: Moment?
    }

    private struct Question {
        let effect: Effect
        let deadline: Moment
        /// Who is asked now; `nil` while the question waits for somebody to ask.
        var replica: ReplicaID?
        /// When waiting for somebody to ask ends.
        var patienceEnd: Moment
        var attempts = 0
        /// Whose sockets would not take it since it last waited: asking them again at once would go round and round.
        var unable: Set<ReplicaID> = []
    }

    private let limits: MessageLimits
    private var replicas: [ReplicaID: Replica] = [:]
    /// The replicas in the order in which they take turns.
    private var order: [ReplicaID] = []
    private var turn = 0
    private var questions: [UInt64: Question] = [:]
    private var waiting: Set<UInt64> = []
    /// No question's deadline or patience ends sooner.
    private var soonestEnd: Moment?
    /// When what a socket would not take is tried again.
    private var retry: Moment?
    private var actions: [Action] = []

    init(limits: MessageLimits) {
        self.limits = limits
    }

    /// How many replicas would be asked now.
    var live: Int { replicas.values.count { $0.phase == .live } }

    /// What is to be done since this was last asked, in order.
    mutating func takeActions() -> [Action] {
        guard !actions.isEmpty else { return [] }
        defer { actions.removeAll(keepingCapacity: true) }
        return actions
    }

    // MARK: Replicas

    mutating func add(_ id: ReplicaID) {
        guard replicas.updateValue(Replica(), forKey: id) == nil else { return }
        order.append(id)
    }

    mutating func remove(_ id: ReplicaID, at now: Moment) {
        replicas[id] = nil
        order.removeAll { $0 == id }
        moveQuestions(from: id, at: now)
    }

    /// Its connection stands and both keys are proved.
    mutating func connected(_ id: ReplicaID, at now: Moment) {
        // A connection that was lost unnoticed and stands again has forgotten what was asked before.
        replicas[id] = Replica(phase: .live)
        moveQuestions(from: id, at: now)
        placeWaiting(at: now)
    }

    /// Its connection is lost, with everything that was on its way.
    mutating func disconnected(_ id: ReplicaID, at now: Moment) {
        replicas[id] = Replica(phase: .connecting)
        moveQuestions(from: id, at: now)
    }

    /// Something arrived from it, whatever it was.
    mutating func heard(from id: ReplicaID, at now: Moment) {
        guard var replica = replicas[id] else { return }
        replica.pinged = nil
        replica.quietSince = replica.outstanding > 0 ? now : nil
        let wasSilent = replica.phase == .silent
        if wasSilent { replica.phase = .live }
        replicas[id] = replica
        if wasSilent { placeWaiting(at: now) }
    }

    /// It is stopping, and has not begun to answer this question.
    mutating func leaving(_ id: ReplicaID, not correlation: UInt64, at now: Moment) {
        replicas[id]?.phase = .leaving
        guard questions[correlation]?.replica == id else { return }
        release(correlation)
        // Nothing was begun, so this does not count as an attempt.
        questions[correlation]?.attempts -= 1
        place(correlation, at: now)
    }

    // MARK: Questions

    mutating func ask(_ correlation: UInt64, _ effect: Effect, before deadline: Moment, at now: Moment) {
        questions[correlation] = Question(effect: effect, deadline: deadline, patienceEnd: deadline)
        note(end: deadline)
        place(correlation, at: now)
    }

    /// Its answer came.
    ///
    /// - Returns: whether anybody still waits for it.
    mutating func answered(_ correlation: UInt64, from id: ReplicaID) -> Bool {
        guard let question = questions[correlation] else { return false }
        if let other = question.replica, other != id { actions.append(.cancel(correlation, at: other)) }
        forget(correlation)
        return true
    }

    /// Nobody waits for its answer any more.
    mutating func cancelled(_ correlation: UInt64) {
        if let id = questions[correlation]?.replica { actions.append(.cancel(correlation, at: id)) }
        forget(correlation)
    }

    /// The socket would not take it: there is no connection after all, or too much waits to be sent on it.
    mutating func couldNotSend(_ correlation: UInt64, to id: ReplicaID, at now: Moment) {
        guard questions[correlation]?.replica == id else { return }
        release(correlation)
        questions[correlation]?.attempts -= 1
        questions[correlation]?.unable.insert(id)
        place(correlation, at: now)
        if questions[correlation]?.replica == nil { retry = now + limits.sendingAgain }
    }

    // MARK: Time

    /// When `tick` has something to do.
    var nextTick: Moment? {
        var next = retry.flatMap { retry in soonestEnd.map { min($0, retry) } } ?? soonestEnd
        for replica in replicas.values {
            guard let due = due(replica) else { continue }
            next = next.map { min($0, due) } ?? due
        }
        return next
    }

    /// Does what has become due.
    mutating func tick(at now: Moment) {
        if let retry, retry <= now {
            self.retry = nil
            placeWaiting(at: now)
        }
        for (id, replica) in replicas {
            guard let due = due(replica), due <= now else { continue }
            if replica.pinged != nil, replica.phase != .silent {
                replicas[id] = Replica(phase: .silent, pinged: now)
                moveQuestions(from: id, at: now)
            } else {
                replicas[id]?.pinged = now
            }
            actions.append(.ping(id))
        }
        if let soonestEnd, soonestEnd <= now { endWaits(at: now) }
    }

    private func due(_ replica: Replica) -> Moment? {
        switch replica.phase {
        case .connecting: nil
        case .live, .leaving:
            replica.pinged.map { $0 + limits.pong } ?? replica.quietSince.map { $0 + limits.silence }
        case .silent: replica.pinged.map { $0 + limits.pingInterval }
        }
    }

    private mutating func endWaits(at now: Moment) {
        soonestEnd = nil
        for (correlation, question) in questions {
            let isPast = question.deadline <= now
            if question.replica != nil, isPast {
                fail(correlation, .deadlinePassed)
            } else if question.replica == nil, isPast || question.patienceEnd <= now {
                // A socket that was full may have room again.
                questions[correlation]?.unable = []
                if !isPast { place(correlation, at: now, keepingPatience: true) }
                if isPast || questions[correlation]?.replica == nil { fail(correlation, verdict(on: question)) }
            } else {
                note(end: question.replica == nil ? question.patienceEnd : question.deadline)
            }
        }
    }

    // MARK: Placing

    private mutating func place(
        _ correlation: UInt64,
        at now: Moment,
        keepingPatience: Bool = false
    ) {
        guard var question = questions[correlation] else { return }
        guard question.attempts < limits.attempts else { return fail(correlation, verdict(on: question)) }
        if let id = nextLive(avoiding: question.unable) {
            question.replica = id
            question.attempts += 1
            waiting.remove(correlation)
            replicas[id]?.outstanding += 1
            if replicas[id]?.quietSince == nil { replicas[id]?.quietSince = now }
            actions.append(.send(correlation, to: id))
            note(end: question.deadline)
        } else {
            question.replica = nil
            waiting.insert(correlation)
            if !keepingPatience {
                // A change that was under way is worth waiting for: only an answer tells whether it took effect.
                let isInterrupted = question.effect == .changes && question.attempts > 0
                question.patienceEnd =
                    isInterrupted ? question.deadline : min(question.deadline, now + limits.connecting)
            }
            note(end: question.patienceEnd)
        }
        questions[correlation] = question
    }

    private mutating func placeWaiting(at now: Moment) {
        for correlation in waiting.sorted() {
            questions[correlation]?.unable = []
            place(correlation, at: now, keepingPatience: true)
        }
    }

    private mutating func moveQuestions(from id: ReplicaID, at now: Moment) {
        let theirs = questions.filter { $0.value.replica == id }.keys.sorted()
        for correlation in theirs {
            questions[correlation]?.replica = nil
            questions[correlation]?.unable = []
        }
        for correlation in theirs { place(correlation, at: now) }
    }

    private mutating func nextLive(avoiding avoided: Set<ReplicaID>) -> ReplicaID? {
        for _ in order.indices {
            turn = (turn + 1) % order.count
            let id = order[turn]
            if replicas[id]?.phase == .live, !avoided.contains(id) { return id }
        }
        return nil
    }

    /// What is known of a question that nobody will answer any more.
    func verdict(on correlation: UInt64) -> Fault.Kind {
        questions[correlation].map { verdict(on: $0) } ?? .unavailable
    }

    private func verdict(on question: Question) -> Fault.Kind {
        question.effect == .changes && question.attempts > 0 ? .outcomeUnknown : .unavailable
    }

    private mutating func fail(_ correlation: UInt64, _ kind: Fault.Kind) {
        if let id = questions[correlation]?.replica { actions.append(.cancel(correlation, at: id)) }
        actions.append(.fail(correlation, Fault(kind)))
        forget(correlation)
    }

    private mutating func forget(_ correlation: UInt64) {
        release(correlation)
        questions[correlation] = nil
        waiting.remove(correlation)
    }

    /// Its replica is not asked any more.
    private mutating func release(_ correlation: UInt64) {
        guard let id = questions[correlation]?.replica else { return }
        questions[correlation]?.replica = nil
        guard var replica = replicas[id] else { return }
        replica.outstanding = max(0, replica.outstanding - 1)
        if replica.outstanding == 0, replica.pinged == nil { replica.quietSince = nil }
        replicas[id] = replica
    }

    private mutating func note(end: Moment) {
        soonestEnd = soonestEnd.map { min($0, end) } ?? end
    }
}
