import AppsContract
import Cryptography
import IdentityContract
import Messaging
import ServiceRuntime

/// Everything that a route may reach: the four services, what is kept of their answers, and what the portal says of itself.
struct Gateway: Sendable {
    /// How many sign-ins may wait for their password to be judged; beyond it the answer is 503, at once.
    ///
    /// They queue apart from everything else, so that a flood of them leaves those alone who are signed in: auth answers
    /// twice as many questions side by side, and hashes as many passwords in about a second.
    static let mostSignIns = 128

    let address: PublicAddress
    let visitors: VisitorAddresses
    let portal: Portal
    let neighbours: Neighbours
    let sessions: SessionKeeper
    let tiles: TileShelf
    let names: NameShelf
    let pages = PageShelf()
    let emptiness: EmptyPortal
    let signIns = Turnstile(most: Gateway.mostSignIns)
    let clock: any WallClock
    let random: any RandomSource
    let log: Log

    var cookies: CookieJar { CookieJar(address: address) }
    var words: RefusalWords { portal.words.refusals }
}

/// The lines to the four services.
struct Neighbours: Sendable {
    let auth: MessageClient
    let mfa: MessageClient
    let profile: MessageClient
    let apps: MessageClient
}
