import Cryptography
import Foundation
import ServiceRuntime
import ZeroMQ

/// Tells one question from another: the connection that it came by, and the number it was given there.
struct WorkID: Hashable, Sendable {
    /// Where the answer goes.
    ///
    /// It says nothing about who asks.
    let routingID: [UInt8]
    let correlation: UInt64
}

/// What the server's thread does: it reads questions, has them answered, and sends the answers.
///
/// Everything here happens on that one thread, the handlers included.
final class ServerLoop {
    typealias Moment = ContinuousClock.Instant

    /// A question that was accepted.
    struct Work {
        let id: WorkID
        let header: Envelope.QuestionHeader
        let body: [UInt8]
        let answer: Answer
        let caller: Caller
        let deadline: Deadline
        let arrived: Moment
    }

    /// A question that is being answered.
    private struct Running {
        let work: Work
        let task: Task<Void, Never>
        /// Whether nobody waits for the answer any more.
        var isAbandoned = false
    }

    private enum Phase: Equatable {
        case opened
        case answering
        /// Finishing what is in hand, until `end` at the latest; from then on handlers are told to give up.
        case stopping(until: Moment)
        case abandoning(until: Moment)
        /// Everything is answered, and the last answers are on their way.
        case parting(until: Moment)
        case over
    }

    /// How often handlers and commands are looked after before the sockets are again.
    private static let roundsPerTurn = 16

    let boundEndpoint: BusEndpoint

    private let configuration: ServerConfiguration
    private let thread: SocketThread<ServerCommand>
    private let sockets: ServerSockets
    private let clock = SystemClock()
    private var poller: Poller
    private var phase = Phase.opened
    private var workload: Workload<Work>
    private var running: [WorkID: Running] = [:]
    private var metrics: ServerMetrics
    /// No running question's deadline is sooner.
    private var soonestDeadline: Moment?
    private var nextLookAtPeers: Moment

    init(_ configuration: ServerConfiguration, thread: SocketThread<ServerCommand>) throws {
        self.configuration = configuration
        self.thread = thread
        sockets = try ServerSockets(configuration)
        boundEndpoint = sockets.boundEndpoint
        poller = thread.makePoller()
        poller.watch(sockets.watchedBeforeAnswering)
        let limits = configuration.limits
        workload = Workload(concurrent: limits.concurrentQuestions, waiting: limits.waitingQuestions)
        metrics = ServerMetrics(configuration.metrics, subjects: configuration.reception.subjects)
        nextLookAtPeers = .now + limits.peersInterval
    }

    /// Serves until told to stop.
    ///
    /// - Returns: what broke, if that is why it ended.
    func run() -> (any Error)? {
        do {
            while phase != .over { try turn() }
            return nil
        } catch {
            configuration.log.error("the bus broke down", ["error": "\(error)"])
            for running in running.values { running.task.cancel() }
            return error
        }
    }

    private func turn() throws {
        try thread.wait(with: &poller, atMost: ContinuousClock.now.duration(to: nextMoment))
        try sockets.decideAboutApplicants(peers: configuration.peers, metrics: metrics)
        if phase != .opened { try readQuestions() }
        for _ in 0..<Self.roundsPerTurn {
            // The handlers run in here, and post how they ended.
            let commands = thread.takeCommands()
            guard !commands.isEmpty else { break }
            for command in commands { try obey(command) }
        }
        try lookAtTheClock()
        metrics.measured(running: workload.running, waiting: workload.waiting)
    }

    private func obey(_ command: ServerCommand) throws {
        switch command {
        case .begin:
            guard phase == .opened else { return }
            phase = .answering
            poller.watch(sockets.watchedWhileAnswering)
        case .finished(let id, let outcome):
            try finish(id, outcome)
        case .stop:
            stop()
        }
    }

    // MARK: Questions

    private func readQuestions() throws {
        for _ in 0..<configuration.limits.messagesPerTurn {
            guard let message = try sockets.router.receive(atMost: 3) else { return }
            try read(message)
        }
    }

    private func read(_ message: Message) throws {
        guard message.frames.count >= 2 else { return metrics.sawMalformed() }
        let routingID = message.frames[0]
        guard let caller = message.userID.flatMap(configuration.peers.caller(holdingKeyNamed:)) else {
            // Its key was known when it connected, and is not any more.
            if let envelope = try? Envelope(message.frames[1]), case .question = envelope.content {
                try answer(WorkID(routingID: routingID, correlation: envelope.correlation), Fault(.notPermitted))
            }
            return
        }
        do {
            let envelope = try Envelope(message.frames[1])
            let id = WorkID(routingID: routingID, correlation: envelope.correlation)
            switch envelope.content {
            case .question(let header):
                guard message.frames.count == 3, !message.isTooLong else {
                    metrics.sawMalformed()
                    return try answer(id, Fault(.malformed))
                }
                try take(id, header, body: message.frames[2], from: caller)
            case .cancel: cancel(id)
            case .ping: try send(Envelope(correlation: id.correlation, content: .pong), to: routingID)
            case .answer, .pong, .leaving: metrics.sawMalformed()
            }
        } catch let problem as MalformedEnvelope {
            metrics.sawMalformed()
            if let correlation = problem.correlation {
                try answer(WorkID(routingID: routingID, correlation: correlation), Fault(.malformed))
            }
        }
    }

    private func take(_ id: WorkID, _ header: Envelope.QuestionHeader, body: [UInt8], from caller: Caller) throws {
        guard phase == .answering else { return try send(.leaving, about: id) }
        let answer: Answer
        do {
            answer = try configuration.reception.answer(to: header, from: caller)
        } catch {
            configuration.log.warning(
                "turned a question away",
                ["subject": header.subject.name, "caller": caller.name.rawValue, "fault": error.kind.rawValue]
            )
            return try decline(id, header.subject, error)
        }
        let deadline = deadline(of: header)
        guard !deadline.isPast else {
            return metrics.answered(header.subject, Fault.Kind.deadlinePassed.rawValue, after: nil)
        }
        // Two questions under one number would take two places and give back one.
        guard running[id] == nil, !workload.isWaiting(where: { $0.id == id }) else { return metrics.sawMalformed() }
        let work = Work(
            id: id,
            header: header,
            body: body,
            answer: answer,
            caller: caller,
            deadline: deadline,
            arrived: .now
        )
        switch workload.admit(work) {
        case .begin: begin(work)
        case .wait: break
        case .shed: try decline(id, header.subject, Fault(.overloaded))
        }
    }

    private func deadline(of header: Envelope.QuestionHeader) -> Deadline {
        let furthest = configuration.limits.furthestDeadline
        let now = Int64(clock.now.timeIntervalSince1970 * 1000)
        let (remaining, isOutOfRange) = header.deadlineMilliseconds.subtractingReportingOverflow(now)
        if isOutOfRange { return .after(header.deadlineMilliseconds > 0 ? furthest : .zero) }
        return .after(min(.milliseconds(remaining), furthest))
    }

    private func begin(_ work: Work) {
        let (thread, answer) = (thread, work.answer)
        let task = Task(executorPreference: thread) {
            let context = RequestContext(
                caller: work.caller,
                deadline: work.deadline,
                trace: work.header.trace,
                idempotencyKey: work.header.idempotencyKey,
                credential: work.header.credential,
                bodyDigest: SHA256.hash(Array(work.header.subject.name.utf8) + [0] + work.body)
            )
            let outcome = await Deadline.$current.withValue(work.deadline) {
                await TraceID.$current.withValue(work.header.trace) {
                    await answer.outcome(of: work.body, context)
                }
            }
            thread.post(.finished(work.id, outcome))
        }
        running[work.id] = Running(work: work, task: task)
        soonestDeadline = min(soonestDeadline ?? work.deadline.instant, work.deadline.instant)
    }

    private func finish(_ id: WorkID, _ outcome: Outcome) throws {
        guard let ended = running.removeValue(forKey: id) else { return }
        let next = workload.finish { !$0.deadline.isPast }
        if let next { begin(next) }

        let work = ended.work
        let label = ended.isAbandoned ? "abandoned" : outcome.label
        metrics.answered(work.header.subject, label, after: work.arrived.duration(to: .now))
        let told = told(of: outcome, work)
        if !ended.isAbandoned { try answer(id, told) }
        endIfDone()
    }

    /// Logs what belongs in the log, and gives what may be told to the caller.
    private func told(of outcome: Outcome, _ work: Work) -> Outcome {
        guard case .fault(let fault, let cause?) = outcome else { return outcome }
        let incident = Incident.number()
        configuration.log.error(
            "a question failed",
            [
                "incident": incident, "subject": work.header.subject.name, "caller": work.caller.name.rawValue,
                "trace": work.header.trace.description, "fault": fault.kind.rawValue,
                "error": Incident.describe(cause),
            ]
        )
        return .fault(Fault(fault.kind, incident: incident), cause: nil)
    }

    private func cancel(_ id: WorkID) {
        if running[id] != nil {
            running[id]?.isAbandoned = true
            running[id]?.task.cancel()
        } else {
            for work in workload.withdraw(where: { $0.id == id }) {
                metrics.answered(work.header.subject, "abandoned", after: work.arrived.duration(to: .now))
            }
        }
    }

    // MARK: Answers

    private func decline(_ id: WorkID, _ subject: Subject, _ fault: Fault) throws {
        metrics.answered(subject, fault.kind.rawValue, after: nil)
        try answer(id, fault)
    }

    private func answer(_ id: WorkID, _ fault: Fault) throws {
        try answer(id, .fault(fault, cause: nil))
    }

    private func answer(_ id: WorkID, _ outcome: Outcome) throws {
        var (kind, body) = outcome.encoded()
        if body.count > configuration.limits.largestBody {
            configuration.log.error("an answer was too large to be sent", ["bytes": "\(body.count)"])
            (kind, body) = Outcome.fault(Fault(.failed), cause: nil).encoded()
        }
        try send(Envelope(correlation: id.correlation, content: .answer(kind)), body: body, to: id.routingID)
    }

    private func send(_ content: Envelope.Content, about id: WorkID) throws {
        try send(Envelope(correlation: id.correlation, content: content), to: id.routingID)
    }

    private func send(_ envelope: Envelope, body: [UInt8] = [], to routingID: [UInt8]) throws {
        guard let bytes = envelope.bytes else { return }
        // Who has gone, or does not read, gets no answer: its deadline ends the wait.
        guard try sockets.router.send(routingID, bytes, body) == .accepted else { return metrics.couldNotSend() }
    }

    // MARK: Time

    private var nextMoment: Moment {
        var next = nextLookAtPeers
        if let soonestDeadline { next = min(next, soonestDeadline) }
        switch phase {
        case .stopping(let end), .abandoning(let end), .parting(let end): next = min(next, end)
        case .opened, .answering, .over: break
        }
        return next
    }

    private func lookAtTheClock() throws {
        let now = Moment.now
        if let soonestDeadline, now >= soonestDeadline { abandonLateWork(now) }
        if now >= nextLookAtPeers {
            configuration.peers.refresh(log: configuration.log)
            try sockets.tellBrokenHandshakes(to: configuration.log)
            nextLookAtPeers = now + configuration.limits.peersInterval
        }
        switch phase {
        case .stopping(let end) where now >= end:
            configuration.log.warning("gave up answers in hand", ["questions": "\(running.count)"])
            for running in running.values { running.task.cancel() }
            for work in workload.withdraw(where: { _ in true }) { try send(.leaving, about: work.id) }
            phase = .abandoning(until: now + configuration.limits.abandoning)
        case .abandoning(let end) where now >= end, .parting(let end) where now >= end:
            phase = .over
        default: break
        }
    }

    private func abandonLateWork(_ now: Moment) {
        soonestDeadline = nil
        for (id, entry) in running where !entry.isAbandoned {
            if entry.work.deadline.instant <= now {
                cancel(id)
            } else {
                soonestDeadline = min(soonestDeadline ?? entry.work.deadline.instant, entry.work.deadline.instant)
            }
        }
    }

    private func stop() {
        switch phase {
        case .opened:
            phase = .over
        case .answering:
            // The port stays ours until then: giving it up would cut off those who wait for their answers. Whoever asks
            // anything new is told to ask another.
            phase = .stopping(until: .now + configuration.limits.stopping)
            endIfDone()
        case .stopping, .abandoning, .parting, .over: break
        }
    }

    private func endIfDone() {
        switch phase {
        case .stopping, .abandoning:
            if workload.isEmpty { phase = .parting(until: .now + configuration.limits.parting) }
        case .opened, .answering, .parting, .over: break
        }
    }
}
