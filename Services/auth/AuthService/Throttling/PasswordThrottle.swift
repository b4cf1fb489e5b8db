import Foundation

/// Decides whether a password given for an address is judged.
///
/// A try counts before it is judged, so that guesses made side by side find no gap; the right password takes all back. So
/// at most six passwords for one address are judged at once, right ones among them.
///
/// Six tries close it for ten minutes, the next six for twice as long, up to an hour. After half an hour without a try, in
/// which it was open, all is forgotten.
struct PasswordThrottle: Codable, Sendable, Equatable {
    /// Tries that are judged before it closes.
    static let tries = 6
    static let shortestClosing: TimeInterval = 10 * 60
    static let longestClosing: TimeInterval = 60 * 60
    static let calm: TimeInterval = 30 * 60

    /// One try: a repeat of the same question is the same try.
    typealias TryID = String

    /// What becomes of a try.
    enum Admission: Equatable {
        /// It is judged, and counted now.
        case counted
        /// It is judged, and was counted when it came before.
        case known
        /// No password is judged.
        case closed
    }

    /// The tries since it last opened.
    private(set) var counted: [TryID] = []
    /// How often in a row it has closed.
    private(set) var closings = 0
    private(set) var closedUntil: Date?
    private(set) var lastTry: Date?

    /// When all of this is to be forgotten; `nil` where there is nothing to forget.
    var forgottenAt: Date? {
        lastTry.map { max($0, closedUntil ?? $0) + Self.calm }
    }

    /// Admits a try, which thereby counts.
    mutating func admit(_ id: TryID, at now: Date) -> Admission {
        if let forgottenAt, now >= forgottenAt { self = PasswordThrottle() }
        if counted.contains(id) { return .known }
        if let closedUntil {
            guard now >= closedUntil else { return .closed }
            self.closedUntil = nil
            counted = []
        }
        counted.append(id)
        lastTry = now
        if counted.count >= Self.tries {
            closings += 1
            closedUntil = now + Self.closing(closings)
        }
        return .counted
    }

    /// Takes back a try that was counted and then not judged after all.
    mutating func withdraw(_ id: TryID) {
        guard let index = counted.firstIndex(of: id) else { return }
        counted.remove(at: index)
        if closedUntil != nil {
            closedUntil = nil
            closings -= 1
        }
    }

    /// How long it closes for the nth time in a row.
    private static func closing(_ number: Int) -> TimeInterval {
        // More doublings than this lead nowhere: the longest is reached.
        min(shortestClosing * pow(2, Double(min(number, 10) - 1)), longestClosing)
    }
}
