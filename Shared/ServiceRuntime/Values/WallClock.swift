public import Foundation

/// The time of day, as people and other programs know it.
///
/// Rules take the time as an argument; whoever calls them asks a clock that was handed to it, so that a test can set it.
/// Waiting has nothing to do with this clock: it uses ``Deadline``.
public protocol WallClock: Sendable {
    /// This moment.
    var now: Date { get }
}

/// The machine's own clock.
public struct SystemClock: WallClock {
    /// Makes the machine's clock.
    public init() {}

    /// This moment, as the operating system tells it.
    public var now: Date { Date() }
}
