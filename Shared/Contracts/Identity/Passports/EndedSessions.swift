public import Foundation
public import ServiceRuntime
import Synchronization

/// The sessions that `auth` lately announced as ended: their passports are refused although they look good.
///
/// They are remembered for as long as a passport could outlive its session, and then forgotten: that bounds the
/// set by what is ended in that time. Every replica keeps its own, filled by a `Follower` of auth's announcements.
public final class EndedSessions: Sendable {
    /// A passport's life, and what two clocks may differ.
    public static let remembered: TimeInterval = Passport.lifetime + 2 * PassportVerifier.toleratedClockDifference

    private let clock: any WallClock
    private let forgetAt = Mutex<[SessionID: Date]>([:])

    public init(clock: any WallClock) {
        self.clock = clock
    }

    /// Whether this session has lately ended.
    public func contains(_ session: SessionID) -> Bool {
        forgetAt.withLock { $0[session] != nil }
    }

    /// Takes note of ended sessions.
    public func insert(_ sessions: some Sequence<SessionID>) {
        let now = clock.now
        forgetAt.withLock { forgetAt in
            forgetAt = forgetAt.filter { $0.value > now }
            for session in sessions { forgetAt[session] = now + Self.remembered }
        }
    }
}
