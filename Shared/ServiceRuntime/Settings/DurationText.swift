/// How settings write a time: a whole number and a unit.
enum DurationText {
    private static let units: [(suffix: String, milliseconds: Int64)] = [
        ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000), ("ms", 1),
    ]

    /// Longer numbers would be longer than anything lasts.
    private static let mostDigits = 9

    static func read(_ text: String) -> Duration? {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        let suffix = text[digits.endIndex...]
        guard digits.utf8.count <= mostDigits, let number = Int64(digits),
            let unit = units.first(where: { $0.suffix == suffix })
        else { return nil }
        return .milliseconds(number * unit.milliseconds)
    }

    /// The largest unit that leaves a whole number.
    static func write(_ duration: Duration) -> String {
        // By whole numbers: a `Double` does not hold every millisecond of the longest times.
        let (seconds, attoseconds) = duration.components
        let milliseconds = seconds * 1000 + attoseconds / 1_000_000_000_000_000
        let unit = units.first { milliseconds % $0.milliseconds == 0 && milliseconds != 0 } ?? ("ms", 1)
        return "\(milliseconds / unit.milliseconds)\(unit.suffix)"
    }
}
