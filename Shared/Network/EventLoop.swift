internal import CLinux
internal import Glibc
public import ServiceRuntime
internal import Synchronization

/// A thread that waits for many sockets at once, and an executor for the actors that own them.
///
/// There are two ways to use one. A task that owns a socket calls ``wait(for:until:before:)`` and is resumed when the
/// socket is ready. An actor whose executor is the loop registers itself with ``watch(_:for:telling:)`` and is told on
/// the loop's own thread, without a hop between threads; its jobs run there too, so nothing it does may block.
public final class EventLoop: Sendable {
    let epoll: EpollInstance
    let state = Mutex(LoopState())
    private let thread = Atomic<UInt>(0)

    /// Makes a loop and starts its thread, which then lives as long as the program.
    init(name: String) throws(NetworkError) {
        epoll = try EpollInstance()
        // The thread keeps the loop alive: an executor must outlive every task that might still be handed to it.
        try OperatingSystemThread.start(name) { self.run() }
    }

    /// Whether the caller is on the loop's own thread.
    public var isCurrent: Bool { thread.load(ordering: .relaxed) == pthread_self() }

    // MARK: Waiting

    /// Waits until a descriptor is ready, once.
    ///
    /// The descriptor stays the caller's, who must not close it meanwhile. One task at a time may wait for it.
    ///
    /// - Parameters:
    ///   - descriptor: A non-blocking socket.
    ///   - wanted: Any of these ends the wait; so does the other side's going away.
    ///   - deadline: When to give up, or nil to wait for as long as it takes.
    /// - Returns: What the descriptor was found ready for.
    /// - Throws: ``DeadlinePassed``, `CancellationError`, ``AlreadyWaiting``, or a ``NetworkError`` for a descriptor that
    ///   cannot be waited for.
    @discardableResult
    public func wait(
        for descriptor: Int32,
        until wanted: Readiness,
        before deadline: Deadline?
    ) async throws -> Readiness {
        if let deadline, deadline.isPast { throw DeadlinePassed() }
        let ticket = state.withLock { $0.newTicket() }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let waiter = LoopState.Waiter(ticket: ticket, continuation: continuation)
                begin(waiter, on: descriptor, until: wanted, before: deadline)
                // A cancellation that came before the waiter was there to be found has not been seen yet.
                if Task.isCancelled { end(ticket, on: descriptor, throwing: CancellationError()) }
            }
        } onCancel: {
            end(ticket, on: descriptor, throwing: CancellationError())
        }
    }

    private func begin(
        _ waiter: LoopState.Waiter,
        on descriptor: Int32,
        until wanted: Readiness,
        before deadline: Deadline?
    ) {
        let failure = state.withLock { state -> (any Error)? in
            guard state.watches[descriptor] == nil else { return AlreadyWaiting(descriptor: descriptor) }
            let generation = state.newGeneration()
            do {
                try epoll.arm(descriptor, generation, wanted)
            } catch {
                return error
            }
            var waiter = waiter
            if let deadline {
                waiter.timer = state.timers.add(at: deadline.instant) { [self, ticket = waiter.ticket] in
                    end(ticket, on: descriptor, throwing: DeadlinePassed())
                }
                if state.mustWake(by: deadline.instant) { epoll.ring() }
            }
            state.watches[descriptor] = LoopState.Watch(generation: generation, party: .waiter(waiter))
            return nil
        }
        if let failure { waiter.continuation.resume(throwing: failure) }
    }

    private func end(_ ticket: UInt64, on descriptor: Int32, throwing error: any Error) {
        let waiter = state.withLock { state -> LoopState.Waiter? in
            guard case .waiter(let waiter)? = state.watches[descriptor]?.party, waiter.ticket == ticket else {
                return nil
            }
            state.watches[descriptor] = nil
            if let timer = waiter.timer { state.timers.cancel(timer) }
            epoll.forget(descriptor)
            return waiter
        }
        waiter?.continuation.resume(throwing: error)
    }

    // MARK: Watching

    /// Tells a target, on the loop's thread, each time that a descriptor becomes ready (not: as long as it is ready).
    ///
    /// The target must therefore read or write until told that it would have to wait. Call ``unwatch(_:)`` before
    /// closing the descriptor: the loop keeps the target alive until then.
    public func watch(_ descriptor: Int32, for wanted: Readiness, telling target: any EventTarget) throws {
        try state.withLock { state in
            guard state.watches[descriptor] == nil else { throw AlreadyWaiting(descriptor: descriptor) }
            let generation = state.newGeneration()
            try epoll.follow(descriptor, generation, wanted)
            state.watches[descriptor] = LoopState.Watch(generation: generation, party: .target(target))
        }
    }

    /// Stops telling about a descriptor; events already on their way are dropped.
    public func unwatch(_ descriptor: Int32) {
        state.withLock { state in
            guard state.watches.removeValue(forKey: descriptor) != nil else { return }
            epoll.forget(descriptor)
        }
    }

    // MARK: Timers

    /// Calls an action on the loop's thread at an instant or a little later, never earlier.
    @discardableResult
    public func schedule(
        at instant: ContinuousClock.Instant,
        _ action: @escaping @Sendable () -> Void
    ) -> TimerID {
        state.withLock { state in
            if state.mustWake(by: instant) { epoll.ring() }
            return state.timers.add(at: instant, action)
        }
    }

    /// Calls off a timer; one that has fired, or is firing, is left as it is.
    public func cancel(_ timer: TimerID) {
        state.withLock { $0.timers.cancel(timer) }
    }

    // MARK: The thread

    private func run() {
        thread.store(pthread_self(), ordering: .relaxed)
        var round = LoopState.Round()
        while true {
            state.withLock { $0.takeWork(into: &round, at: .now) }
            for action in round.actions { action() }
            for job in round.jobs { job.runSynchronously(on: asUnownedSerialExecutor()) }
            // A round that had work may have made more of it, so only look at the sockets then; do not sleep.
            epoll.poll(milliseconds: round.sleepMilliseconds) { descriptor, generation, readiness in
                deliver(readiness, to: descriptor, generation)
            }
        }
    }

    private func deliver(_ readiness: Readiness, to descriptor: Int32, _ generation: UInt32) {
        let party = state.withLock { state -> LoopState.Party? in
            guard let watch = state.watches[descriptor], watch.generation == generation else { return nil }
            if case .waiter(let waiter) = watch.party {
                state.watches[descriptor] = nil
                if let timer = waiter.timer { state.timers.cancel(timer) }
            }
            return watch.party
        }
        switch party {
        case .waiter(let waiter): waiter.continuation.resume(returning: readiness)
        case .target(let target): target.becameReady(readiness)
        case nil: break
        }
    }
}

/// Something that an event loop tells when its descriptor becomes ready.
public protocol EventTarget: AnyObject, Sendable {
    /// Called on the loop's thread; must not block.
    func becameReady(_ readiness: Readiness)
}

extension EventLoop: SerialExecutor {
    public func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        state.withLock { state in
            state.jobs.append(job)
            if state.mustWake() { epoll.ring() }
        }
    }

    public func checkIsolated() {
        precondition(isCurrent, "called away from its event loop")
    }

    public func isIsolatingCurrentContext() -> Bool? {
        isCurrent
    }
}
