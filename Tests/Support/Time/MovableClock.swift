public import Foundation
public import ServiceRuntime
import Synchronization

/// A clock that stands still until a test moves it.
public final class MovableClock: WallClock {
    private let time: Mutex<Date>

    /// Starts at the machine's time, cut to a whole second, or at one of the test's choosing.
    public init(at start: Date? = nil) {
        let now = Date(timeIntervalSince1970: Date.now.timeIntervalSince1970.rounded(.down))
        time = Mutex(start ?? now)
    }

    public var now: Date { time.withLock { $0 } }

    /// Moves on by this many seconds, or back by a negative number of them.
    public func advance(by seconds: TimeInterval) {
        time.withLock { $0 += seconds }
    }
}
