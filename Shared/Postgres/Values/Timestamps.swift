public import Foundation

/// A moment, kept as `timestamptz`: to the microsecond, to which a `Date` is rounded on its way in.
extension Date: PostgresValue {
    /// The seconds from 1970 to 2000, where PostgreSQL begins to count.
    private static let secondsTo2000 = 946_684_800.0
    private static let microsecondsASecond = 1_000_000.0
    /// The years 1 to 9999, in microseconds since 1970: all that the text form says without doubt.
    private static let expressible: Range<Int64> = -62_135_596_800_000_000..<253_402_300_800_000_000

    public var postgresParameter: PostgresParameter {
        let exact = (timeIntervalSince1970 * Self.microsecondsASecond).rounded()
        guard let microseconds = Int64(exactly: exact), Self.expressible.contains(microseconds) else {
            return .impossible("a date is outside the years 1 to 9999")
        }
        return .text(Timestamp(microsecondsSince1970: microseconds).text)
    }

    public init(postgres bytes: RawSpan, of type: PostgresType) throws {
        guard type == .timestamptz else { throw PostgresMismatch(type, readAs: Date.self) }
        let microseconds = try bytes.bigEndian(Int64.self, at: 0)
        guard microseconds != .max, microseconds != .min else {
            throw PostgresMismatch(reason: "holds infinity, which is no Date")
        }
        // 1970 first: both terms are whole microseconds then, so what was written compares equal when read.
        let since1970 = Double(microseconds) + Self.secondsTo2000 * Self.microsecondsASecond
        self.init(timeIntervalSince1970: since1970 / Self.microsecondsASecond)
    }
}

/// A moment's text form in UTC, such as `2026-02-01 08:30:00.000250+00`.
struct Timestamp {
    let text: String

    /// Takes a moment within the years 1 to 9999.
    init(microsecondsSince1970: Int64) {
        let (seconds, microsecond) = Self.floorDivide(microsecondsSince1970, by: 1_000_000)
        let (days, second) = Self.floorDivide(seconds, by: 86_400)
        let (year, month, day) = Self.civil(daysSince1970: days)
        let date = "\(Self.padded(year, to: 4))-\(Self.padded(month, to: 2))-\(Self.padded(day, to: 2))"
        let minute = second / 60
        let time = [minute / 60, minute % 60, second % 60].map { Self.padded($0, to: 2) }.joined(separator: ":")
        text = "\(date) \(time).\(Self.padded(microsecond, to: 6))+00"
    }

    /// The Gregorian date of a day.
    ///
    /// Counts in eras of 400 years that begin on 1 March, so that the leap day is last.
    private static func civil(daysSince1970: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let (era, dayOfEra) = floorDivide(daysSince1970 + 719_468, by: 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }

    private static func floorDivide(_ value: Int64, by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
        let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }

    private static func padded(_ number: Int64, to width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
