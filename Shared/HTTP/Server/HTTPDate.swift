internal import Foundation
internal import ServiceRuntime
internal import Synchronization

/// A moment as HTTP writes it: `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110 §5.6.7).
enum HTTPDate {
    private static let days: [StaticString] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    private static let months: [StaticString] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    /// The last second of the year 9999; later ones have no form in HTTP.
    private static let latest = 253_402_300_799

    /// Writes a moment, given in seconds since 1970; one outside 1970 to 9999 becomes the nearest inside.
    static func text(_ seconds: Int) -> String {
        let seconds = min(max(seconds, 0), latest)
        let (day, second) = seconds.quotientAndRemainder(dividingBy: 86_400)
        let (year, month, dayOfMonth) = date(day)
        return "\(days[day % 7]), \(two(dayOfMonth)) \(months[month - 1]) \(year) "
            + "\(two(second / 3600)):\(two(second / 60 % 60)):\(two(second % 60)) GMT"
    }

    private static func two(_ number: Int) -> String {
        number < 10 ? "0\(number)" : "\(number)"
    }

    /// The date of a day counted from 1 January 1970, in years that begin in March so that leap days come last.
    private static func date(_ day: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = day + 719_468
        let (era, dayOfEra) = shifted.quotientAndRemainder(dividingBy: 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }
}

/// The `Date` header, written anew once a second.
final class DateHeader: Sendable {
    private struct Written {
        var second = -1
        var bytes: [UInt8] = []
    }

    private let clock: any WallClock
    private let written = Mutex(Written())

    init(clock: any WallClock) {
        self.clock = clock
    }

    /// The whole line, its end included.
    var line: [UInt8] {
        let second = Int(min(max(clock.now.timeIntervalSince1970, 0), 1e12))
        return written.withLock { written in
            if written.second != second {
                written = Written(second: second, bytes: Array("Date: \(HTTPDate.text(second))\r\n".utf8))
            }
            return written.bytes
        }
    }
}
