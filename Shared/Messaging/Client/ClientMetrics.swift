import ServiceRuntime
import Synchronization

/// What a client counts.
final class ClientMetrics: Sendable {
    private struct Series: Hashable {
        let subject: Subject
        let outcome: String
    }

    private let metrics: Metrics
    private let service: CallerName
    private let counters = Mutex<[Series: Counter]>([:])
    private let seconds: Histogram
    private let live: Gauge
    private let malformed: Counter
    private let lostConnections: Counter

    init(_ metrics: Metrics, asking service: CallerName) {
        self.metrics = metrics
        self.service = service
        seconds = metrics.histogram(
            "portico_bus_ask_seconds",
            "How long answers from other programs took.",
            ["service": service.rawValue]
        )
        live = metrics.gauge(
            "portico_bus_live_replicas",
            "Replicas that would be asked now.",
            ["service": service.rawValue]
        )
        malformed = metrics.counter(
            "portico_bus_malformed_answers_total",
            "Messages from a service that were none of ours.",
            ["service": service.rawValue]
        )
        lostConnections = metrics.counter(
            "portico_bus_lost_connections_total",
            "Connections to a service that were lost.",
            ["service": service.rawValue]
        )
    }

    var liveReplicas: Int { Int(live.value) }

    func asked(_ subject: Subject, _ outcome: String, in duration: Duration) {
        let counter = counters.withLock { counters in
            let series = Series(subject: subject, outcome: outcome)
            if let counter = counters[series] { return counter }
            let counter = metrics.counter(
                "portico_bus_asked_total",
                "Questions asked of other programs, by how they ended.",
                ["service": service.rawValue, "subject": subject.name, "outcome": outcome]
            )
            counters[series] = counter
            return counter
        }
        counter.add()
        seconds.observe(duration)
    }

    func measured(live: Int) { self.live.set(Double(live)) }
    func sawMalformed() { malformed.add() }
    func lostConnection() { lostConnections.add() }
}
