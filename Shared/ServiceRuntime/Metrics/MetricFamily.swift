/// All the series of one name.
struct MetricFamily: Sendable {
    enum Kind: String {
        case counter, gauge, histogram
    }

    let help: String
    let kind: Kind
    /// By their labels, rendered as `a="b",c="d"`.
    private var series: [String: Instrument] = [:]

    init(help: String, kind: Kind) {
        self.help = help
        self.kind = kind
    }

    /// The instrument with these labels, which is the given one when there is none yet.
    mutating func instrument(_ labels: KeyValuePairs<String, String>, orAdd new: Instrument) -> Instrument {
        var key = MetricName.rendered(labels.map { ($0.key, $0.value) })
        if series[key] == nil, series.count >= Metrics.mostSeries {
            key = MetricName.rendered(labels.map { ($0.key, "other") })
        }
        if let known = series[key] { return known }
        series[key] = new
        return new
    }

    func exposition(named name: String) -> String {
        var text = "# HELP \(name) \(MetricName.escapedHelp(help))\n# TYPE \(name) \(kind.rawValue)\n"
        for (labels, instrument) in series.sorted(by: { $0.key < $1.key }) {
            text += instrument.exposition(named: name, labels: labels)
        }
        return text
    }
}

/// Whatever counts one series.
enum Instrument: Sendable {
    case counter(Counter)
    case gauge(Gauge)
    case reading(@Sendable () -> Double)
    case histogram(Histogram)

    func exposition(named name: String, labels: String) -> String {
        let braces = labels.isEmpty ? "" : "{\(labels)}"
        switch self {
        case .counter(let counter): return "\(name)\(braces) \(counter.value)\n"
        case .gauge(let gauge): return "\(name)\(braces) \(MetricName.number(gauge.value))\n"
        case .reading(let read): return "\(name)\(braces) \(MetricName.number(read()))\n"
        case .histogram(let histogram): return histogram.exposition(named: name, labels: labels)
        }
    }
}

/// How names, labels and numbers are written in Prometheus's text format.
enum MetricName {
    /// Letters, digits and `_`, not beginning with a digit; whatever else a name holds becomes `_`.
    static func sanitized(_ name: String) -> String {
        let text = String(name.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" })
        return text.first?.isNumber ?? true ? "_\(text)" : text
    }

    /// Labels in the order of their names, so that the order of arguments makes no second series.
    static func rendered(_ labels: [(key: String, value: String)]) -> String {
        labels.sorted { $0.key < $1.key }.map { "\(sanitized($0.key))=\"\(escapedValue($0.value))\"" }
            .joined(separator: ",")
    }

    static func escapedHelp(_ text: String) -> String {
        escaped(text, alsoQuotes: false)
    }

    static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value > 0 ? "+Inf" : "-Inf" }
        return "\(value)"
    }

    private static func escapedValue(_ text: String) -> String {
        escaped(text, alsoQuotes: true)
    }

    private static func escaped(_ text: String, alsoQuotes: Bool) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\"" where alsoQuotes: result += "\\\""
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
