import Foundation

/// Days and how long ago they were.
///
/// Days are those of UTC: the portal does not know where people are, and a day more or less matters to none of them.
struct TimeWords: Codable, Sendable {
    var today = "today"
    var yesterday = "yesterday"
    var daysAgo = CountedSentence(one: "{} day ago", other: "{} days ago")
    var monthsAgo = CountedSentence(one: "{} month ago", other: "{} months ago")
    var yearsAgo = CountedSentence(one: "{} year ago", other: "{} years ago")
    var months = [
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ]
    /// A day: `{day}`, `{month}` and `{year}` stand for its parts.
    var day = "{month} {day}, {year}"
    /// A day and a time of it: `{day}` and `{time}`.
    var dayAndTime = "{day}, {time} UTC"

    /// A day, in full.
    func day(_ date: Date) -> String {
        let parts = Self.calendar.dateComponents([.year, .month, .day], from: date)
        let number = (parts.month ?? 1) - 1
        return
            day
            .replacingOccurrences(of: "{month}", with: months.indices.contains(number) ? months[number] : "")
            .replacingOccurrences(of: "{day}", with: String(parts.day ?? 1))
            .replacingOccurrences(of: "{year}", with: String(parts.year ?? 1970))
    }

    /// A day and the minute.
    func moment(_ date: Date) -> String {
        let parts = Self.calendar.dateComponents([.hour, .minute], from: date)
        let time = [parts.hour ?? 0, parts.minute ?? 0].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
        return
            dayAndTime
            .replacingOccurrences(of: "{day}", with: day(date))
            .replacingOccurrences(of: "{time}", with: time)
    }

    /// How long ago, in the largest unit that fits; what is yet to come counts as today.
    func ago(_ date: Date, now: Date) -> String {
        let then = Self.calendar.startOfDay(for: date)
        let today = Self.calendar.startOfDay(for: now)
        let parts = Self.calendar.dateComponents([.year, .month], from: then, to: today)
        let days = Self.calendar.dateComponents([.day], from: then, to: today).day ?? 0
        if days <= 0 { return self.today }
        if days == 1 { return yesterday }
        if let years = parts.year, years > 0 { return yearsAgo(years) }
        if let months = parts.month, months > 0 { return monthsAgo(months) }
        return daysAgo(days)
    }

    private static let calendar: Calendar = {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        return calendar
    }()
}
