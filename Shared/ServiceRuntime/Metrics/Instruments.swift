import Synchronization

/// A number that only grows: requests answered, bytes read.
public final class Counter: Sendable {
    private let count = Atomic<Int>(0)

    /// Makes a counter that stands at zero and belongs to no collection, for code that is run without one.
    public init() {}

    /// Counts one more, or several.
    public func add(_ amount: Int = 1) {
        count.wrappingAdd(max(amount, 0), ordering: .relaxed)
    }

    /// The count so far.
    public var value: Int { count.load(ordering: .relaxed) }
}

/// A number that rises and falls: open connections, things waiting.
public final class Gauge: Sendable {
    private let level = Mutex(0.0)

    /// Makes a gauge that stands at zero and belongs to no collection, for code that is run without one.
    public init() {}

    /// Sets it to a value.
    public func set(_ value: Double) {
        level.withLock { $0 = value }
    }

    /// Raises it, or with a negative amount lowers it.
    public func add(_ amount: Double) {
        level.withLock { $0 += amount }
    }

    /// Where it stands.
    public var value: Double { level.withLock { $0 } }
}

/// How long things took.
public final class Histogram: Sendable {
    /// From a millisecond to ten seconds, about 2.5 times apart.
    public static let usualBuckets: [Duration] =
        [1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10000].map { .milliseconds($0) }

    private struct State {
        /// How many fell into each bucket alone; the last is for those longer than every bound.
        var counts: [Int]
        var sum: Duration = .zero
    }

    private let bounds: [Duration]
    private let state: Mutex<State>

    /// Makes a histogram that belongs to no collection, for code that is run without one.
    public init(buckets: [Duration] = Histogram.usualBuckets) {
        bounds = buckets.sorted()
        state = Mutex(State(counts: Array(repeating: 0, count: bounds.count + 1)))
    }

    /// Counts one thing that took so long.
    public func observe(_ duration: Duration) {
        let bucket = bounds.firstIndex { duration <= $0 } ?? bounds.count
        state.withLock { state in
            state.counts[bucket] += 1
            state.sum += duration
        }
    }

    /// How many were counted.
    public var count: Int { state.withLock { $0.counts.reduce(0, +) } }

    func exposition(named name: String, labels: String) -> String {
        let (counts, sum) = state.withLock { ($0.counts, $0.sum) }
        let prefix = labels.isEmpty ? "" : "\(labels),"
        let braces = labels.isEmpty ? "" : "{\(labels)}"
        var text = ""
        var total = 0
        for (count, bound) in zip(counts, bounds.map { MetricName.number($0 / .seconds(1)) } + ["+Inf"]) {
            total += count
            text += "\(name)_bucket{\(prefix)le=\"\(bound)\"} \(total)\n"
        }
        return text + "\(name)_sum\(braces) \(MetricName.number(sum / .seconds(1)))\n\(name)_count\(braces) \(total)\n"
    }
}
