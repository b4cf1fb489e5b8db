internal import Foundation
internal import ServiceRuntime
internal import Synchronization

extension PostgresPool {
    /// The first and the longest pause between attempts to reach a server that cannot be reached.
    private static let firstPause: Duration = .milliseconds(50)
    private static let longestPause: Duration = .seconds(1)

    /// Starts as many attempts to connect as the queue and the limit call for, each on a thread of its own.
    func openWhatIsMissing() {
        while lending.withLock({ $0.mustOpen() }) {
            BlockingThread.start("pg-connect") { [weak self] in
                var pause = Self.firstPause
                // Between attempts nothing holds the pool, so one that is no longer used can go.
                while self?.tryToOpen() == true {
                    Thread.sleep(forTimeInterval: pause / .seconds(1))
                    pause = min(pause * 2, Self.longestPause)
                    guard self?.lending.withLock({ $0.shallTryAgain() }) == true else { return }
                }
            }
        }
    }

    /// Connects once; returns whether to try again after a pause.
    private func tryToOpen() -> Bool {
        do {
            let connection = try Connection.openBlocking(
                parameters.limiting(statements: ConnectionParameters.statementTimeout),
                log: log,
                statements: StatementCache(limit: limits.preparedStatements)
            )
            if let waiter = lending.withLock({ $0.opened(connection) }) { resume(waiter, with: .success(connection)) }
            // After an outage only one attempt was under way; the others in the queue can have theirs now.
            openWhatIsMissing()
            return false
        } catch {
            let reason = (error as? PostgresError)?.reason ?? "\(error)"
            log.warning("The database cannot be reached.", ["reason": reason])
            return lending.withLock { $0.openingFailed(because: reason) }
        }
    }
}
