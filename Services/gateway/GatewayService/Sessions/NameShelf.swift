import AuthContract
import Foundation
import IdentityContract
import Messaging
import ProfileContract
import ServiceRuntime

/// The names that stand in the account menu, kept until profile announces that they changed.
///
/// A name is a courtesy: while profile is away or slow, the address stands in its place.
final class NameShelf: Sendable {
    /// The most names that are kept.
    static let mostNames = 20_000
    /// How long a name is kept at most, in seconds.
    static let longestLife: TimeInterval = 10 * 60
    /// How long a page waits for one.
    static let patience: Duration = .milliseconds(500)

    private let profile: MessageClient
    private let clock: any WallClock
    private let names: KeptAnswers<AccountID, String?>
    private let follower: Follower<ProfileAnnouncement>

    /// What must run for anything to be kept.
    var following: any Service { follower }
    /// Whether what is kept may be used now.
    var isLineAlive: Bool { follower.isCurrent() }

    init(profile: MessageClient, clock: any WallClock, log: Log) {
        let names = KeptAnswers<AccountID, String?>(most: Self.mostNames)
        self.profile = profile
        self.clock = clock
        self.names = names
        follower = Follower(of: profile, log: log) { announcements in
            for case .profileChanged(let account) in announcements { names.forget(account) }
        } interrupted: {
            names.forgetAll()
        }
    }

    /// The name of whoever has this session, where there is one to be had.
    func name(of session: LiveSession) async -> String? {
        let now = clock.now
        let isLineAlive = self.isLineAlive
        // Nobody to ask: not even the moment that it takes to find that out.
        guard isLineAlive || profile.liveReplicas > 0 else { return nil }
        let name = try? await names.answer(for: session.summary.account, at: now, isLineAlive: isLineAlive) {
            [profile] in
            let reply = try await profile.ask(ShowProfile(), with: session.passport.bytes, within: Self.patience)
            return (reply.displayName, now + Self.longestLife)
        }
        return name ?? nil
    }

    /// Forgets the name of whoever has this session, ahead of the announcement that it changed.
    func forget(_ session: LiveSession) {
        names.forget(session.summary.account)
    }
}
