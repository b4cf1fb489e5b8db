import ServiceRuntime
import Synchronization
import ZeroMQ

/// What a client's thread does: it sends questions, reads answers, and keeps the connections.
final class ClientLoop {
    typealias Moment = ContinuousClock.Instant
    private typealias Asked = (question: PendingQuestion, continuation: CheckedContinuation<RawAnswer, any Error>)

    private let configuration: ClientConfiguration
    private let thread: SocketThread<ClientCommand>
    private let context: Context
    private var poller: Poller
    private var switchboard: Switchboard
    private var lines: [ReplicaLine] = []
    private var wantedAddresses: [String] = []
    private var lastSerial = 0
    private var asked: [UInt64: Asked] = [:]
    private var handshakes: HandshakeReport
    private var nextLookAtKeys = Moment.now
    private var isOver = false

    init(_ configuration: ClientConfiguration, thread: SocketThread<ClientCommand>) throws {
        self.configuration = configuration
        self.thread = thread
        context = try Context()
        poller = thread.makePoller()
        switchboard = Switchboard(limits: configuration.limits)
        handshakes = HandshakeReport(service: configuration.service, log: configuration.log)
    }

    /// Works until told to stop; whoever still waits then learns that nobody will answer.
    func run() throws {
        defer {
            for (correlation, (_, continuation)) in asked {
                continuation.resume(throwing: Fault(switchboard.verdict(on: correlation)))
            }
            configuration.metrics.measured(live: 0)
        }
        while !isOver { try turn() }
    }

    private func turn() throws {
        try thread.wait(with: &poller, atMost: nextMoment.map { ContinuousClock.now.duration(to: $0) })
        // Answers before events: what a lost connection still brought counts.
        for line in lines { try readAnswers(from: line) }
        for line in lines { try readEvents(of: line) }
        try obey(thread.takeCommands())
        let now = Moment.now
        if let next = switchboard.nextTick, next <= now { switchboard.tick(at: now) }
        if now >= nextLookAtKeys { try lookAtKeys(now) }
        try act()
    }

    private var nextMoment: Moment? {
        let next = switchboard.nextTick
        guard switchboard.live < wantedAddresses.count else { return next }
        return next.map { min($0, nextLookAtKeys) } ?? nextLookAtKeys
    }

    private func obey(_ commands: [ClientCommand]) throws {
        var rest = commands[...]
        // Where a socket breaks, those whose question was not looked at yet must hear of it too.
        defer { for case .ask(_, let continuation) in rest { continuation.resume(throwing: Fault(.unavailable)) } }
        while let command = rest.popFirst() { try obey(command) }
    }

    private func obey(_ command: ClientCommand) throws {
        switch command {
        case .ask(let question, let continuation):
            guard !question.isCancelled.load(ordering: .sequentiallyConsistent) else {
                return continuation.resume(throwing: CancellationError())
            }
            asked[question.correlation] = (question, continuation)
            switchboard.ask(question.correlation, question.effect, before: question.deadline.instant, at: .now)
        case .cancel(let correlation):
            guard let (_, continuation) = asked.removeValue(forKey: correlation) else { return }
            switchboard.cancelled(correlation)
            continuation.resume(throwing: CancellationError())
        case .addresses(let addresses):
            wantedAddresses = addresses
            try connectToWanted()
        case .stop:
            isOver = true
        }
    }

    /// Does what the switchboard decided, until nothing is left.
    private func act() throws {
        while true {
            let actions = switchboard.takeActions()
            guard !actions.isEmpty else { return }
            for action in actions { try perform(action) }
        }
    }

    private func perform(_ action: Switchboard.Action) throws {
        switch action {
        case .send(let correlation, let id):
            guard let question = asked[correlation]?.question, let line = line(id) else { return }
            guard try line.socket.send(question.envelope, question.body) != .accepted else { return }
            switchboard.couldNotSend(correlation, to: id, at: .now)
        case .cancel(let correlation, let id):
            try send(Envelope(correlation: correlation, content: .cancel), to: id)
        case .ping(let id):
            try send(Envelope(correlation: 0, content: .ping), to: id)
        case .fail(let correlation, let fault):
            asked.removeValue(forKey: correlation)?.continuation.resume(throwing: fault)
        }
    }

    private func send(_ envelope: Envelope, to id: Switchboard.ReplicaID) throws {
        guard let bytes = envelope.bytes, let line = line(id) else { return }
        // Where it cannot be sent, the replica stays silent, and is treated so.
        _ = try line.socket.send(bytes)
    }

    private func line(_ id: Switchboard.ReplicaID) -> ReplicaLine? {
        lines.first { $0.id == id }
    }

    // MARK: What arrives

    private func readAnswers(from line: ReplicaLine) throws {
        for _ in 0..<configuration.limits.messagesPerTurn {
            guard let message = try line.socket.receive(atMost: 2) else { return }
            guard let frame = message.frames.first, !message.isTooLong, let envelope = try? Envelope(frame) else {
                configuration.metrics.sawMalformed()
                continue
            }
            switch envelope.content {
            case .answer(let kind):
                guard message.frames.count == 2 else {
                    configuration.metrics.sawMalformed()
                    continue
                }
                finish(envelope.correlation, RawAnswer(kind: kind, body: message.frames[1]), from: line.id)
            case .leaving: switchboard.leaving(line.id, not: envelope.correlation, at: .now)
            case .pong: break
            case .question, .cancel, .ping: configuration.metrics.sawMalformed()
            }
            switchboard.heard(from: line.id, at: .now)
        }
    }

    private func finish(_ correlation: UInt64, _ answer: RawAnswer, from id: Switchboard.ReplicaID) {
        // Nobody may wait any more: it was cancelled, or another replica was faster.
        guard switchboard.answered(correlation, from: id) else { return }
        asked.removeValue(forKey: correlation)?.continuation.resume(returning: answer)
    }

    private func readEvents(of line: ReplicaLine) throws {
        while let event = try line.monitor.next() {
            switch event {
            case .connected: handshakes.connected(to: line.address, now: .now)
            case .handshakeSucceeded:
                switchboard.connected(line.id, at: .now)
                handshakes.succeeded(at: line.address)
            case .disconnected:
                switchboard.disconnected(line.id, at: .now)
                configuration.metrics.lostConnection()
                configuration.lostConnection()
            case .handshakeFailed, .handshakeBroken, .refused:
                handshakes.failed(event, at: line.address, key: line.key, now: .now)
            }
            configuration.metrics.measured(live: switchboard.live)
        }
    }

    // MARK: Connections

    private func connectToWanted() throws {
        for line in lines where !wantedAddresses.contains(line.address) {
            switchboard.remove(line.id, at: .now)
        }
        lines.removeAll { !wantedAddresses.contains($0.address) }
        let keys = configuration.peers.keys(of: configuration.service)
        guard let key = keys.first else { return handshakes.noKey() }
        for address in wantedAddresses where !lines.contains(where: { $0.address == address }) {
            let id = Switchboard.ReplicaID(number: lastSerial + 1)
            lines.append(try connect(id, to: address, provingKey: key))
            switchboard.add(id)
        }
        watchLines()
    }

    /// Tries again where a connection did not come about because of a key, which libzmq by itself never would.
    ///
    /// Another of the service's keys may be the right one by now; or the same, where ours is among its peers' by now.
    private func lookAtKeys(_ now: Moment) throws {
        nextLookAtKeys = now + configuration.limits.peersInterval
        guard switchboard.live < wantedAddresses.count else { return }
        configuration.peers.refresh(log: configuration.log)
        if lines.isEmpty { return try connectToWanted() }
        let keys = configuration.peers.keys(of: configuration.service)
        for (index, line) in lines.enumerated() where handshakes.isFailing(at: line.address) {
            let next = keys.firstIndex(of: line.key).map { keys[($0 + 1) % keys.count] } ?? keys.first
            guard let next else { continue }
            switchboard.disconnected(line.id, at: now)
            lines[index] = try connect(line.id, to: line.address, provingKey: next)
            handshakes.tries(again: line.address)
        }
        watchLines()
    }

    private func connect(
        _ id: Switchboard.ReplicaID,
        to address: String,
        provingKey key: BusPublicKey
    ) throws -> ReplicaLine {
        lastSerial += 1
        return try ReplicaLine(
            id,
            to: address,
            provingKey: key,
            serial: lastSerial,
            configuration: configuration,
            in: context
        )
    }

    private func watchLines() {
        poller.watch(lines.flatMap { [$0.socket, $0.monitor.socket] })
    }
}
