import Foundation

/// Decides when a code is judged at all: wrong ones count for the account, whoever types them and wherever.
///
/// Six digits are a million guesses, of which three are right at any moment. Twenty a day leave who knows the password
/// a chance of one in 17,000 a day, and the owner hears of a closed account by finding it closed.
struct CodeThrottle: Equatable {
    /// Wrong codes in a row after which none is judged for `pause`.
    static let mostInARow = 5
    static let pause: TimeInterval = 10 * 60
    /// Wrong codes within a day after which none is judged until it is over.
    ///
    /// The day begins with its first wrong code, so that midnight gives nobody forty.
    static let mostInADay = 20
    static let day: TimeInterval = 24 * 60 * 60

    var inARow = 0
    var today = 0
    var dayBegan: Date?
    var closedUntil: Date?

    /// The same, with what is over by `now` forgotten.
    func brought(to now: Date) -> CodeThrottle {
        var brought = self
        if let began = dayBegan, now >= began + Self.day { brought = CodeThrottle() }
        // The clock was ahead when this was written, and was set back: nothing closes for longer than a day.
        if let began = brought.dayBegan, began > now { brought.dayBegan = now }
        if let until = brought.closedUntil {
            brought.closedUntil = until > now ? min(until, now + Self.day) : nil
            if brought.closedUntil == nil { brought.inARow = 0 }
        }
        return brought
    }

    /// How long no code is judged, in whole seconds; `nil` where one is.
    func wait(at now: Date) -> Int? {
        guard let until = brought(to: now).closedUntil else { return nil }
        return max(1, Int(until.timeIntervalSince(now).rounded(.up)))
    }

    /// Counts a wrong code that was judged at `now`.
    mutating func countWrong(at now: Date) {
        self = brought(to: now)
        let began = dayBegan ?? now
        dayBegan = began
        inARow += 1
        today += 1
        if today >= Self.mostInADay {
            closedUntil = began + Self.day
        } else if inARow >= Self.mostInARow {
            closedUntil = now + Self.pause
        }
    }

    /// Takes note of a right code.
    ///
    /// The day's count stays: or else whoever guesses could wait for the owner to sign in.
    mutating func countRight(at now: Date) {
        self = brought(to: now)
        inARow = 0
    }
}
