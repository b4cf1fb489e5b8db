internal import CLinux
internal import Dispatch
internal import Foundation
internal import Synchronization

/// The one thread that owns a set of sockets, and runs the Swift tasks that prefer it.
///
/// Others reach its sockets only by posting commands. A task that runs here finds its sockets' thread awake already, which
/// saves two wake-ups for each question; it must never block.
public final class SocketThread<Command: Sendable>: TaskExecutor, Sendable {
    private struct Inbox: ~Copyable {
        var commands: [Command] = []
        var jobs: [UnownedJob] = []
        /// Whether the thread waits, or is about to: then whoever posts must wake it.
        var isSleeping = false
        var isOver = false
        var waitingForEnd: [CheckedContinuation<Void, Never>] = []
    }

    private let name: String
    private let wakeUp: WakeUp
    private let inbox = Mutex(Inbox())

    /// Makes the thread, which `start` sets to work.
    ///
    /// - Throws: `ZeroMQError` when the process has no more descriptors.
    public init(name: String) throws {
        self.name = name
        wakeUp = try WakeUp()
    }

    /// Starts the thread; `body` opens its sockets, serves them and closes them.
    ///
    /// - Parameters:
    ///   - body: what the thread does, from its beginning to its end.
    ///   - leftover: receives what was posted too late for `body`; from then on `post` says no.
    public func start(_ body: @escaping @Sendable () -> Void, leftover: @escaping @Sendable ([Command]) -> Void) {
        Thread {
            // Foundation would lose the name: it can set one only when the thread runs, and then may not know it yet.
            linux_name_this_thread(self.name)
            body()
            leftover(self.end())
        }.start()
    }

    /// Hands `command` to the thread; from any thread.
    ///
    /// - Returns: whether the thread is still there to take it.
    @discardableResult
    public func post(_ command: Command) -> Bool {
        let (isTaken, mustWake) = inbox.withLock { inbox in
            guard !inbox.isOver else { return (false, false) }
            inbox.commands.append(command)
            defer { inbox.isSleeping = false }
            return (true, inbox.isSleeping)
        }
        if mustWake { wakeUp.call() }
        return isTaken
    }

    /// Waits until the thread has ended.
    public func ended() async {
        await withCheckedContinuation { continuation in
            let isOver = inbox.withLock { inbox in
                if !inbox.isOver { inbox.waitingForEnd.append(continuation) }
                return inbox.isOver
            }
            if isOver { continuation.resume() }
        }
    }

    // MARK: On the thread itself

    /// A poller for the thread's sockets.
    public func makePoller() -> Poller {
        Poller(wakeUp: wakeUp)
    }

    /// Runs the tasks that wait for the thread, then takes the commands that were posted.
    ///
    /// - Returns: the commands, in order.
    public func takeCommands() -> [Command] {
        while true {
            let (jobs, commands) = inbox.withLock { inbox -> ([UnownedJob], [Command]?) in
                if inbox.jobs.isEmpty { return ([], exchange(&inbox.commands, with: [])) }
                return (exchange(&inbox.jobs, with: []), nil)
            }
            if let commands { return commands }
            for job in jobs { job.runSynchronously(on: asUnownedTaskExecutor()) }
        }
    }

    /// Waits with `poller` until there is a message, a command or a task to run, or until `limit` has passed.
    ///
    /// - Throws: `ZeroMQError` when a socket is broken.
    public func wait(with poller: inout Poller, atMost limit: Duration?) throws {
        let isIdle = inbox.withLock { inbox in
            inbox.isSleeping = inbox.commands.isEmpty && inbox.jobs.isEmpty
            return inbox.isSleeping
        }
        let wasCalled = try poller.wait(atMost: isIdle ? limit : .zero)
        inbox.withLock { $0.isSleeping = false }
        if wasCalled { wakeUp.clear() }
    }

    private func end() -> [Command] {
        let (jobs, commands, waiting) = inbox.withLock { inbox in
            inbox.isOver = true
            return (
                exchange(&inbox.jobs, with: []), exchange(&inbox.commands, with: []),
                exchange(&inbox.waitingForEnd, with: [])
            )
        }
        for job in jobs { runElsewhere(job) }
        for continuation in waiting { continuation.resume() }
        return commands
    }

    // MARK: TaskExecutor

    public func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let (isTaken, mustWake) = inbox.withLock { inbox in
            guard !inbox.isOver else { return (false, false) }
            inbox.jobs.append(job)
            defer { inbox.isSleeping = false }
            return (true, inbox.isSleeping)
        }
        if mustWake { wakeUp.call() }
        if !isTaken { runElsewhere(job) }
    }

    /// What is left of a task that outlives the thread runs where other tasks do: it must be able to end.
    private func runElsewhere(_ job: UnownedJob) {
        DispatchQueue.global().async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}

/// Puts `new` in `value`'s place and returns what was there.
private func exchange<Value>(_ value: inout Value, with new: Value) -> Value {
    let old = value
    value = new
    return old
}
