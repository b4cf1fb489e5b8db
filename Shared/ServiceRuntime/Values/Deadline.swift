public import Foundation

/// The moment after which nobody waits for an answer any more.
///
/// It is measured on a clock that nobody can set, so a change of the time of day neither shortens nor lengthens a wait.
public struct Deadline: Sendable, Comparable, Hashable {
    /// The deadline of the request now being answered, if it has one.
    ///
    /// The message server sets it; whatever waits on a request's behalf obeys the sooner of this and its own limit,
    /// which is what ``sooner(of:)`` gives.
    @TaskLocal public static var current: Deadline?

    /// No deadline lies further ahead than this: a day is longer than anything here waits for.
    public static let furthest: Duration = .seconds(24 * 60 * 60)

    /// The moment itself.
    public let instant: ContinuousClock.Instant

    /// Makes a deadline of a moment.
    public init(_ instant: ContinuousClock.Instant) {
        self.instant = instant
    }

    /// The deadline that lies a time ahead of now; a negative time gives one that is past.
    public static func after(_ duration: Duration) -> Deadline {
        Deadline(ContinuousClock.now.advanced(by: min(max(duration, .zero - furthest), furthest)))
    }

    /// The sooner of the current request's deadline and one that lies a time ahead of now.
    public static func sooner(of duration: Duration) -> Deadline {
        let own = after(duration)
        return current.map { min($0, own) } ?? own
    }

    /// How long there is to go; zero once it is past.
    public var remaining: Duration {
        max(ContinuousClock.now.duration(to: instant), .zero)
    }

    /// Whether it is too late.
    public var isPast: Bool {
        instant <= ContinuousClock.now
    }

    /// Whether the first moment comes before the second.
    public static func < (first: Deadline, second: Deadline) -> Bool {
        first.instant < second.instant
    }
}

extension Deadline {
    /// Makes a deadline of a time of day, as another program sent it.
    public init(at moment: Date, now: Date) {
        let ahead = moment.timeIntervalSince(now)
        let limit = Double(Self.furthest.components.seconds)
        self = .after(.seconds(min(max(ahead.isNaN ? 0 : ahead, -limit), limit)))
    }

    /// The time of day at which it falls, to be sent to another program.
    public func moment(now: Date) -> Date {
        let ahead = ContinuousClock.now.duration(to: instant).components
        return now.addingTimeInterval(Double(ahead.seconds) + Double(ahead.attoseconds) * 1e-18)
    }
}
