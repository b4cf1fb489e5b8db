import Foundation
public import ServiceRuntime
import Synchronization
import ZeroMQ

/// Asks one service questions, whichever of its replicas answer them.
///
/// It keeps a connection to every address behind the service's names and takes turns among those that are alive. When a
/// connection is lost, or a replica falls silent, the question goes to another: reads are safe to repeat, and changes
/// carry a key that makes them so. No wait is longer than the deadline.
public final class MessageClient: Service {
    /// What the log calls it.
    public var name: String { "bus to \(service)" }
    /// The service that is asked.
    public let service: CallerName

    private let limits: MessageLimits
    private let log: Log
    private let metrics: ClientMetrics
    private let thread: SocketThread<ClientCommand>
    private let finder: ReplicaFinder
    private let clock = SystemClock()
    private let lastCorrelation = Atomic<UInt64>(0)
    private let inFlight = Atomic<Int>(0)

    /// Makes a client; connecting begins with `run`.
    ///
    /// - Parameters:
    ///   - service: whose key its servers must prove.
    ///   - endpoints: where they are; each name may stand for several addresses, which are looked up again and again.
    ///   - key: this program's own key.
    ///   - peers: where the service's key is found.
    ///   - limits: how much it takes on, and how long it waits.
    ///   - log: where it tells why a service cannot be reached.
    ///   - metrics: where it counts.
    /// - Throws: `ZeroMQError` when the process has no more descriptors.
    public init(
        asking service: CallerName,
        at endpoints: [BusEndpoint],
        as key: BusKeyPair,
        peers: BusPeers,
        limits: MessageLimits = .standard,
        log: Log,
        metrics: Metrics
    ) throws {
        self.service = service
        self.limits = limits
        self.log = log.with(["service": service.rawValue])
        self.metrics = ClientMetrics(metrics, asking: service)
        let thread = try SocketThread<ClientCommand>(name: "bus-\(service)")
        let finder = ReplicaFinder(
            endpoints: endpoints,
            interval: limits.resolving,
            most: limits.replicas,
            log: self.log
        )
        self.thread = thread
        self.finder = finder
        let configuration = ClientConfiguration(
            service: service,
            key: key,
            peers: peers,
            limits: limits,
            log: self.log,
            metrics: self.metrics,
            lostConnection: { finder.lookAgain() }
        )
        thread.start { [log = self.log] in
            do {
                try ClientLoop(configuration, thread: thread).run()
            } catch {
                log.error("the bus broke down", ["error": "\(error)"])
            }
        } leftover: { commands in
            for case .ask(_, let continuation) in commands { continuation.resume(throwing: Fault(.unavailable)) }
        }
    }

    deinit {
        thread.post(.stop)
    }

    /// Keeps the connections until its task is cancelled; what is still asked then is *unavailable*.
    ///
    /// It returns by itself only when a socket broke, so that the program ends and is started again.
    public func run() async {
        await withTaskCancellationHandler {
            await withTaskGroup { group in
                group.addTask { await self.finder.run { self.thread.post(.addresses($0)) } }
                await thread.ended()
                group.cancelAll()
            }
        } onCancel: {
            thread.post(.stop)
        }
    }

    /// How many replicas would be asked now.
    public var liveReplicas: Int { metrics.liveReplicas }

    /// Asks `request`, and waits for the answer.
    ///
    /// - Parameters:
    ///   - request: the question.
    ///   - credential: what the caller shows besides its own key, such as a signed passport.
    ///   - key: the idempotency key of a change; without one, a new one is made, and covers this call's own repeats.
    ///   - limit: how long to wait; the deadline of the request now being answered may be sooner.
    /// - Returns: the reply.
    /// - Throws: `R.Refusal` for an expected no, `Denial`, `Fault`, or `CancellationError`.
    public func ask<R: Request>(
        _ request: R,
        with credential: [UInt8]? = nil,
        once key: IdempotencyKey? = nil,
        within limit: Duration = .seconds(3)
    ) async throws -> R.Reply {
        let begun = ContinuousClock.now
        do {
            let answer = try await exchange(request, credential, key, before: Deadline.sooner(of: limit))
            let reply = try reply(to: request, in: answer)
            metrics.asked(R.subject, "reply", in: begun.duration(to: .now))
            return reply
        } catch {
            metrics.asked(R.subject, Self.label(of: error, R.self), in: begun.duration(to: .now))
            throw error
        }
    }

    // MARK: There

    private func exchange<R: Request>(
        _ request: R,
        _ credential: [UInt8]?,
        _ key: IdempotencyKey?,
        before deadline: Deadline
    ) async throws -> RawAnswer {
        try Task.checkCancellation()
        guard !deadline.isPast else { throw Fault(.deadlinePassed) }
        // Counted down when the answer is there, whatever it is.
        defer { inFlight.subtract(1, ordering: .relaxed) }
        guard inFlight.add(1, ordering: .relaxed).newValue <= limits.questionsInFlight else { throw Fault(.overloaded) }

        let question = try write(request, credential, key, deadline)
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                guard thread.post(.ask(question, continuation)) else {
                    return continuation.resume(throwing: Fault(.unavailable))
                }
            }
        } onCancel: {
            question.isCancelled.store(true, ordering: .sequentiallyConsistent)
            thread.post(.cancel(question.correlation))
        }
    }

    private func write<R: Request>(
        _ request: R,
        _ credential: [UInt8]?,
        _ key: IdempotencyKey?,
        _ deadline: Deadline
    ) throws -> PendingQuestion {
        let correlation = lastCorrelation.add(1, ordering: .relaxed).newValue
        let moment = deadline.moment(now: clock.now)
        let header = Envelope.QuestionHeader(
            subject: R.subject,
            deadlineMilliseconds: Int64(moment.timeIntervalSince1970 * 1000),
            trace: TraceID.current ?? TraceID(),
            idempotencyKey: R.effect == .changes ? key ?? IdempotencyKey() : key,
            credential: credential
        )
        let envelope = Envelope(correlation: correlation, content: .question(header))
        guard let bytes = envelope.bytes, let body = try? Body.encode(request), body.count <= limits.largestBody else {
            log.error("a question cannot be sent: it is too large, or not to be written", ["subject": R.subject.name])
            throw Fault(.malformed)
        }
        return PendingQuestion(
            correlation: correlation,
            effect: R.effect,
            deadline: deadline,
            envelope: bytes,
            body: body
        )
    }

    // MARK: And back

    private func reply<R: Request>(to request: R, in answer: RawAnswer) throws -> R.Reply {
        let failure: any Error
        do {
            switch answer.kind {
            case .reply: return try Body.decode(R.Reply.self, from: answer.body)
            case .refusal: failure = try Body.decode(R.Refusal.self, from: answer.body)
            case .denial: failure = try Body.decode(Denial.self, from: answer.body)
            case .fault: failure = try Body.decode(Fault.self, from: answer.body)
            }
        } catch {
            let incident = Incident.number()
            log.error(
                "an answer is not what its question's contract says",
                ["incident": incident, "subject": R.subject.name, "error": Incident.describe(error)]
            )
            throw Fault(.failed, incident: incident)
        }
        throw failure
    }

    private static func label<R: Request>(of error: any Error, _ request: R.Type) -> String {
        switch error {
        case is R.Refusal: "refusal"
        case is Denial: "denial"
        case let fault as Fault: fault.kind.rawValue
        default: "cancelled"
        }
    }
}
