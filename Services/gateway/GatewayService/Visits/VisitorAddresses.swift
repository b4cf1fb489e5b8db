import HTTP
import Network
import ServiceRuntime
import Synchronization

/// Finds out from where visitors come, behind a proxy too.
///
/// A header that is not believed changes nothing but that: the visit goes on, from the address of the connection.
struct VisitorAddresses: Sendable {
    /// How often the log is told that headers are not believed, at most.
    static let interval: Duration = .seconds(60)

    private let proxies: TrustedProxies
    private let log: Log
    private let told = Told()

    init(trusting proxies: TrustedProxies, log: Log) {
        self.proxies = proxies
        self.log = log
    }

    /// The visitor's address; nil for a request that was made in the program itself.
    func address(of request: HTTPRequest) -> SocketAddress? {
        let connection = request.remoteAddress?.plain
        switch proxies.origin(of: request) {
        case .direct: return connection
        case .forwarded(let visitor): return visitor
        case .forged: tell("X-Forwarded-For came from somebody who is not among PORTICO_TRUSTED_PROXIES", connection)
        case .unreadable: tell("X-Forwarded-For came from a trusted proxy and cannot be read", connection)
        }
        return connection
    }

    private func tell(_ sentence: String, _ connection: SocketAddress?) {
        guard let since = told.next(.now) else { return }
        log.warning(
            sentence,
            ["from": connection?.host ?? "none", "before": "\(since)", "taken": "the connection's own address"]
        )
    }

    /// When the log was told last, and how often it was not since.
    private final class Told: Sendable {
        private let state = Mutex<(at: ContinuousClock.Instant?, silent: Int)>((nil, 0))

        /// How often nothing was told before this time, or nil where it is too early again.
        func next(_ now: ContinuousClock.Instant) -> Int? {
            state.withLock { state in
                if let at = state.at, now < at + VisitorAddresses.interval {
                    state.silent += 1
                    return nil
                }
                defer { state = (now, 0) }
                return state.silent
            }
        }
    }
}
