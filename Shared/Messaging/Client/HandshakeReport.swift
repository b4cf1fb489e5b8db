import ServiceRuntime
import ZeroMQ

/// Says in the log why a service cannot be reached because of a key: to ZeroMQ a wrong key looks like silence.
struct HandshakeReport {
    typealias Moment = ContinuousClock.Instant

    /// How long the same trouble is not told again.
    static let repeatInterval: Duration = .seconds(10)
    /// A handshake that breaks sooner was broken off by the other side; later, its own limit ended it.
    static let prompt: Duration = SocketOptions().handshakeLimit * 0.8
    /// How many handshakes in a row must be broken off before a key is blamed: a server that is just being killed breaks
    /// off one.
    static let breaksOfAWrongKey = 2

    private struct Attempts {
        var connected: Moment?
        var brokenOff = 0
        var isFailing = false
        var told: Moment?
    }

    private let service: CallerName
    private let log: Log
    private var attempts: [String: Attempts] = [:]
    private var hasToldNoKey = false

    init(service: CallerName, log: Log) {
        self.service = service
        self.log = log
    }

    /// Whether the last attempt at `address` failed because of a key, so that it is not repeated by itself.
    func isFailing(at address: String) -> Bool { attempts[address]?.isFailing ?? false }

    mutating func connected(to address: String, now: Moment) {
        attempts[address, default: Attempts()].connected = now
    }

    mutating func succeeded(at address: String) {
        let former = attempts.removeValue(forKey: address)
        if former?.told != nil { log.notice("connected after all", ["address": address]) }
        hasToldNoKey = false
    }

    mutating func failed(_ event: SocketMonitor.Event, at address: String, key: BusPublicKey, now: Moment) {
        var attempt = attempts[address] ?? Attempts()
        defer { attempts[address] = attempt }
        var isSilent = false
        if case .handshakeBroken = event {
            isSilent = attempt.connected.map { now >= $0 + Self.prompt } ?? false
            attempt.brokenOff = isSilent ? 0 : attempt.brokenOff + 1
            guard isSilent || attempt.brokenOff >= Self.breaksOfAWrongKey else { return }
        }
        attempt.isFailing = !isSilent
        if let last = attempt.told, now < last + Self.repeatInterval { return }
        attempt.told = now
        if isSilent {
            log.warning(
                "\(service) takes connections and says nothing: it is stopped, or has too much to do",
                ["address": address]
            )
        } else if case .refused = event {
            log.error("\(service) refuses our key: it is not among the keys of its peers", ["address": address])
        } else {
            log.error(
                "\(service) did not prove the key that \(service).bus names: the key is wrong, or another program answers",
                ["address": address, "key": key.description]
            )
        }
    }

    /// Another attempt is made, with whatever key.
    mutating func tries(again address: String) {
        attempts[address]?.isFailing = false
    }

    mutating func noKey() {
        guard !hasToldNoKey else { return }
        hasToldNoKey = true
        log.error("no key is known for \(service): there is no \(service).bus among the peers")
    }
}
