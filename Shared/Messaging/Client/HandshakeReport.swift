import ServiceRuntime
import ZeroMQ

/// Says in the log why a service cannot be reached because of a key: to ZeroMQ a wrong key looks like silence.
struct HandshakeReport {
    typealias Moment = ContinuousClock.Instant

    /// How long the same trouble is not told again.
    static let repeatInterval: Duration = .seconds(10)

    private let service: CallerName
    private let log: Log
    private var failing: Set<String> = []
    private var told: [String: Moment] = [:]
    private var hasToldNoKey = false

    init(service: CallerName, log: Log) {
        self.service = service
        self.log = log
    }

    /// Whether the last attempt at `address` failed because of a key.
    func isFailing(at address: String) -> Bool { failing.contains(address) }

    mutating func succeeded(at address: String) {
        if failing.remove(address) != nil { log.notice("connected after all", ["address": address]) }
        told[address] = nil
        hasToldNoKey = false
    }

    mutating func failed(_ event: SocketMonitor.Event, at address: String, key: BusPublicKey, now: Moment) {
        failing.insert(address)
        if let last = told[address], now < last + Self.repeatInterval { return }
        told[address] = now
        if case .refused = event {
            log.error("\(service) refuses our key: it is not among the keys of its peers", ["address": address])
        } else {
            log.error(
                "\(service) did not prove the key that \(service).bus names: the key is wrong, or another program answers",
                ["address": address, "key": key.description]
            )
        }
    }

    mutating func changedKey(at address: String) {
        failing.remove(address)
        told[address] = nil
    }

    mutating func noKey() {
        guard !hasToldNoKey else { return }
        hasToldNoKey = true
        log.error("no key is known for \(service): there is no \(service).bus among the peers")
    }
}
