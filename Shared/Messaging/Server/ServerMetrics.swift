import ServiceRuntime

/// What a server counts.
///
/// Subjects that nobody answers share one label, so that no stranger can make up series.
struct ServerMetrics {
    private let metrics: Metrics
    private var counters: [Series: Counter] = [:]
    private let seconds: [Subject: Histogram]
    private let known: Set<Subject>
    private let running: Gauge
    private let waiting: Gauge
    private let malformed: Counter
    private let unsent: Counter
    private let refusedKeys: Counter

    private struct Series: Hashable {
        let subject: String
        let outcome: String
    }

    init(_ metrics: Metrics, subjects: [Subject]) {
        self.metrics = metrics
        known = Set(subjects)
        seconds = Dictionary(
            uniqueKeysWithValues: known.map { subject in
                (
                    subject,
                    metrics.histogram(
                        "portico_bus_answer_seconds",
                        "How long questions took to be answered.",
                        ["subject": subject.name]
                    )
                )
            }
        )
        running = metrics.gauge("portico_bus_questions_running", "Questions being answered now.")
        waiting = metrics.gauge("portico_bus_questions_waiting", "Questions waiting for their turn.")
        malformed = metrics.counter("portico_bus_malformed_total", "Messages that were none of ours.")
        unsent = metrics.counter("portico_bus_unsent_total", "Answers whose caller had gone or was not reading.")
        refusedKeys = metrics.counter("portico_bus_refused_keys_total", "Connections refused because of their key.")
    }

    mutating func answered(_ subject: Subject, _ outcome: String, after duration: Duration?) {
        let name = known.contains(subject) ? subject.name : "other"
        let series = Series(subject: name, outcome: outcome)
        if let counter = counters[series] {
            counter.add()
        } else {
            let counter = metrics.counter(
                "portico_bus_questions_total",
                "Questions that came, by how they ended.",
                ["subject": name, "outcome": outcome]
            )
            counter.add()
            counters[series] = counter
        }
        if let duration { seconds[subject]?.observe(duration) }
    }

    func measured(running: Int, waiting: Int) {
        self.running.set(Double(running))
        self.waiting.set(Double(waiting))
    }

    func sawMalformed() { malformed.add() }
    func couldNotSend() { unsent.add() }
    func refusedKey() { refusedKeys.add() }
}
