internal import ServiceRuntime
internal import Synchronization

/// What a server counts: by route, never by path.
final class ServerMetrics: Sendable {
    private struct Series: Hashable {
        let route: String?
        let method: HTTPMethod?
        let status: Int
    }

    private struct Known {
        var counts: [Series: Counter] = [:]
        var durations: [String?: Histogram] = [:]
    }

    private let server: String
    private let metrics: Metrics
    /// Looking an instrument up by its labels costs more than answering a small request, so they are kept here.
    private let known = Mutex(Known())
    /// Open connections.
    let connections: Gauge
    /// TLS handshakes that came to nothing.
    let failedHandshakes: Counter
    /// What was refused because there was too much.
    let refused: Counter
    /// Connections that gave way to new ones.
    let gaveWay: Counter

    init(server: String, in metrics: Metrics) {
        self.server = server
        self.metrics = metrics
        connections = metrics.gauge("portico_http_connections", "Open connections.", ["server": server])
        failedHandshakes = metrics.counter(
            "portico_http_failed_handshakes_total",
            "TLS handshakes that came to nothing.",
            ["server": server]
        )
        refused = metrics.counter(
            "portico_http_refused_total",
            "Connections and requests refused because there were too many.",
            ["server": server]
        )
        gaveWay = metrics.counter(
            "portico_http_gave_way_total",
            "Connections that had waited longest for their clients when there were too many, and were ended for new ones.",
            ["server": server]
        )
    }

    func count(_ exchange: HTTPExchange) {
        let series = Series(route: exchange.route, method: exchange.method, status: exchange.status.code)
        let (counter, histogram) = known.withLock { known in
            let counter = known.counts[series] ?? self.counter(of: series)
            let histogram = known.durations[series.route] ?? self.histogram(of: series.route)
            known.counts[series] = counter
            known.durations[series.route] = histogram
            return (counter, histogram)
        }
        counter.add()
        histogram.observe(exchange.duration)
    }

    private func counter(of series: Series) -> Counter {
        metrics.counter(
            "portico_http_requests_total",
            "Requests answered.",
            [
                "server": server, "route": series.route ?? "none", "method": series.method?.rawValue ?? "none",
                "status": "\(series.status)",
            ]
        )
    }

    private func histogram(of route: String?) -> Histogram {
        metrics.histogram(
            "portico_http_request_seconds",
            "From a request's last byte to its answer's.",
            ["server": server, "route": route ?? "none"]
        )
    }
}
