import Synchronization

/// Counts what a program does, for Prometheus to collect.
///
/// Asking twice for the same name and labels gives the same instrument. Names and labels follow Prometheus's rules: a
/// name such as `portico_bus_requests_total`, seconds and bytes as units, and labels with few values, never an identifier.
public final class Metrics: Sendable {
    /// Series of one name, at most; the ones beyond share a series whose labels all say `other`.
    public static let mostSeries = 1000

    private let families = Mutex<[String: MetricFamily]>([:])

    /// Makes an empty collection.
    public init() {}

    /// A number that only grows.
    public func counter(_ name: String, _ help: String, _ labels: KeyValuePairs<String, String> = [:]) -> Counter {
        guard
            case .counter(let counter) = instrument(
                name,
                help,
                labels,
                kind: .counter,
                make: { .counter(Counter()) }
            )
        else { return Counter() }
        return counter
    }

    /// A number that rises and falls.
    public func gauge(_ name: String, _ help: String, _ labels: KeyValuePairs<String, String> = [:]) -> Gauge {
        guard
            case .gauge(let gauge) = instrument(
                name,
                help,
                labels,
                kind: .gauge,
                make: { .gauge(Gauge()) }
            )
        else { return Gauge() }
        return gauge
    }

    /// A number that is read anew whenever somebody collects; the closure must return at once.
    public func gauge(
        _ name: String,
        _ help: String,
        _ labels: KeyValuePairs<String, String> = [:],
        reading: @escaping @Sendable () -> Double
    ) {
        _ = instrument(name, help, labels, kind: .gauge, make: { .reading(reading) })
    }

    /// How long things took, in buckets.
    public func histogram(
        _ name: String,
        _ help: String,
        _ labels: KeyValuePairs<String, String> = [:],
        buckets: [Duration] = Histogram.usualBuckets
    ) -> Histogram {
        guard
            case .histogram(let histogram) = instrument(
                name,
                help,
                labels,
                kind: .histogram,
                make: { .histogram(Histogram(buckets: buckets)) }
            )
        else { return Histogram(buckets: buckets) }
        return histogram
    }

    /// Everything counted so far, in Prometheus's text format 0.0.4.
    public func exposition() -> String {
        let families = families.withLock { $0 }
        return families.sorted { $0.key < $1.key }.map { $0.value.exposition(named: $0.key) }.joined()
    }

    private func instrument(
        _ name: String,
        _ help: String,
        _ labels: KeyValuePairs<String, String>,
        kind: MetricFamily.Kind,
        make: () -> Instrument
    ) -> Instrument {
        let name = MetricName.sanitized(name)
        let made = make()
        return families.withLock { families in
            var family = families[name] ?? MetricFamily(help: help, kind: kind)
            // One name with two kinds is a slip in our own code: the second is counted apart and not shown.
            guard family.kind == kind else {
                assertionFailure("The metric \(name) is of two kinds.")
                return made
            }
            defer { families[name] = family }
            return family.instrument(labels, orAdd: made)
        }
    }
}
