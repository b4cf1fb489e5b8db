import AppsContract
import AuthContract
import Foundation
import IdentityContract
import Messaging
import ServiceRuntime
import Synchronization

/// People's lists of applications, kept until apps announces that the catalogue changed.
///
/// They are used only while apps' announcements come in. A page with a kept list asks nobody.
final class TileShelf: Sendable {
    /// The most lists that are kept: some tens of megabytes at worst.
    static let mostLists = 5_000
    /// How long a list is kept at most, in seconds: it bounds what a mistake in the announcements could do.
    static let longestLife: TimeInterval = 10 * 60
    /// How long a list is waited for.
    static let patience: Duration = .seconds(3)

    private let apps: MessageClient
    private let clock: any WallClock
    private let lists: KeptAnswers<AccountID, TileList>
    private let lastNumber = Atomic<UInt64>(0)
    private let follower: Follower<AppsAnnouncement>

    /// What must run for anything to be kept.
    var following: any Service { follower }
    /// Whether what is kept may be used now.
    var isLineAlive: Bool { follower.isCurrent() }

    init(apps: MessageClient, clock: any WallClock, log: Log) {
        let lists = KeptAnswers<AccountID, TileList>(most: Self.mostLists)
        self.apps = apps
        self.clock = clock
        self.lists = lists
        follower = Follower(of: apps, log: log) { announcements in
            // Any of them may be news about the catalogue that this version does not tell apart.
            if !announcements.isEmpty { lists.forgetAll() }
        } interrupted: {
            lists.forgetAll()
        }
    }

    /// How many are kept, for the metrics.
    var count: Int { lists.count }

    /// The tiles of whoever has this session.
    ///
    /// - Throws: what asking apps throws.
    func tiles(of session: LiveSession) async throws -> TileList {
        let now = clock.now
        return try await lists.answer(for: session.summary.account, at: now, isLineAlive: isLineAlive) {
            let reply = try await self.apps.ask(ListTiles(), with: session.passport.bytes, within: Self.patience)
            return (self.list(of: reply.tiles), now + Self.longestLife)
        }
    }

    /// A list under a number of its own.
    func list(of tiles: [Tile]) -> TileList {
        TileList(tiles: tiles, number: lastNumber.add(1, ordering: .relaxed).newValue)
    }
}

/// The tiles of one person, as apps told them once.
struct TileList: Sendable {
    let tiles: [Tile]
    /// No other list has it.
    let number: UInt64
}
