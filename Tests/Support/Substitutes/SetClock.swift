public import Foundation
public import ServiceRuntime
import Synchronization

/// A clock that stands still until a test moves it.
public final class SetClock: WallClock {
    private let moment: Mutex<Date>

    /// Makes a clock that shows a time; without one, an ordinary Tuesday.
    public init(_ moment: Date = Date(timeIntervalSince1970: 1_790_000_000)) {
        self.moment = Mutex(moment)
    }

    /// The time it shows.
    public var now: Date { moment.withLock { $0 } }

    /// Moves it on, or with a negative time back.
    public func advance(by duration: Duration) {
        moment.withLock { $0.addTimeInterval(duration / .seconds(1)) }
    }

    /// Sets it.
    public func set(_ new: Date) {
        moment.withLock { $0 = new }
    }
}
