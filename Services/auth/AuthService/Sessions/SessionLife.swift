import Foundation
import IdentityContract

/// How long a session lives, and how many an account may have.
struct SessionLife: Equatable {
    /// A sign-in that waits for its second factor: long enough to enrol one.
    static let longestPending: TimeInterval = 15 * 60
    static let longest: TimeInterval = 12 * 60 * 60
    static let longestRemembered: TimeInterval = 30 * 24 * 60 * 60
    static let longestIdle: TimeInterval = 60 * 60
    static let longestIdleRemembered: TimeInterval = 7 * 24 * 60 * 60
    /// The last use is written at most this often, so that reading a page is no write.
    static let useInterval: TimeInterval = 60
    /// How long a token stays good, at its old assurance, that a newer one has replaced: for other tabs.
    static let replacedToken: TimeInterval = 10
    /// The most pending sessions of an account.
    ///
    /// They are counted apart, so that whoever has only the password cannot push out a signed-in browser.
    static let mostPending = 10
    /// The most full sessions of an account; the one unused for longest makes way.
    static let mostFull = 50

    let state: Passport.State
    let isRemembered: Bool
    let startedAt: Date

    /// When it ends whatever happens.
    var endsAt: Date {
        switch state {
        case .pending: startedAt + Self.longestPending
        case .full: startedAt + (isRemembered ? Self.longestRemembered : Self.longest)
        }
    }

    /// When it ends unless it is used after `lastUse`.
    func expiry(lastUsedAt lastUse: Date) -> Date {
        switch state {
        case .pending: endsAt
        case .full: min(endsAt, lastUse + (isRemembered ? Self.longestIdleRemembered : Self.longestIdle))
        }
    }

    /// Whether a use at `now` is worth writing.
    func isUseWorthWriting(at now: Date, after lastUse: Date) -> Bool {
        state == .full && now.timeIntervalSince(lastUse) >= Self.useInterval
    }

    /// The most sessions in this state that an account may have.
    static func most(_ state: Passport.State) -> Int {
        switch state {
        case .pending: mostPending
        case .full: mostFull
        }
    }
}
