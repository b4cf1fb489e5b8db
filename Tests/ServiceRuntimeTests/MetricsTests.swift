import ServiceRuntime
import XCTest

final class MetricsTests: XCTestCase {
    func testTheExpositionIsPrometheusText() {
        let metrics = Metrics()
        metrics.counter("requests_total", "Requests\nanswered.", ["route": "/a\"b\\", "method": "GET"]).add(2)
        metrics.gauge("waiting", "Waiting now.").set(1.5)
        metrics.gauge("level", "Read when asked.") { .infinity }
        let histogram = metrics.histogram("seconds", "How long.", buckets: [.milliseconds(500), .seconds(1)])
        for duration in [100, 500, 700, 3000] { histogram.observe(.milliseconds(duration)) }

        XCTAssertEqual(
            metrics.exposition(),
            #"""
            # HELP level Read when asked.
            # TYPE level gauge
            level +Inf
            # HELP requests_total Requests\nanswered.
            # TYPE requests_total counter
            requests_total{method="GET",route="/a\"b\\"} 2
            # HELP seconds How long.
            # TYPE seconds histogram
            seconds_bucket{le="0.5"} 2
            seconds_bucket{le="1.0"} 3
            seconds_bucket{le="+Inf"} 4
            seconds_sum 4.3
            seconds_count 4
            # HELP waiting Waiting now.
            # TYPE waiting gauge
            waiting 1.5

            """#
        )
    }

    func testTheSameNameAndLabelsAreTheSameCounter() {
        let metrics = Metrics()
        metrics.counter("a", "", ["x": "1", "y": "2"]).add()
        metrics.counter("a", "", ["y": "2", "x": "1"]).add()
        XCTAssertEqual(metrics.counter("a", "", ["x": "1", "y": "2"]).value, 2)
    }

    func testLabelsThatNobodyBoundedFillOneSeriesAndNotTheMemory() {
        let metrics = Metrics()
        for number in 0..<(Metrics.mostSeries + 500) { metrics.counter("a", "", ["user": "\(number)"]).add() }

        XCTAssertLessThan(metrics.exposition().split(separator: "\n").count, Metrics.mostSeries + 10)
        XCTAssertEqual(metrics.counter("a", "", ["user": "other"]).value, 500)
    }

    func testCountersNeverFall() {
        let counter = Counter()
        counter.add(3)
        counter.add(-5)
        XCTAssertEqual(counter.value, 3)
    }

    func testNothingIsLostWhenManyCountAtOnce() async {
        let metrics = Metrics()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<50 {
                group.addTask {
                    for _ in 0..<1000 {
                        metrics.counter("a", "").add()
                        metrics.gauge("b", "").add(1)
                    }
                }
            }
        }
        XCTAssertEqual(metrics.counter("a", "").value, 50_000)
        XCTAssertEqual(metrics.gauge("b", "").value, 50_000)
    }
}
