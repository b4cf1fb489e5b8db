import Cryptography
import Postgres
import ServiceRuntime

/// Seals with the current key what an older one has sealed, so that the older one can be taken away.
struct Resealing: Service {
    let name = "resealing"
    let apps: AuthenticatorAppStore
    let database: PostgresPool
    let log: Log

    /// How many are sealed in one transaction.
    private static let batch = 100
    /// How often it looks: another replica may have sealed with its own first key meanwhile.
    private static let interval: Duration = .seconds(300)

    func run() async throws {
        var hasTold = false
        while !Task.isCancelled {
            do {
                let (done, stuck) = try await apps.reseal(atMost: Self.batch, in: database)
                if done > 0 {
                    log.notice("sealed secrets anew with the current key", ["secrets": "\(done)"])
                    continue
                }
                if stuck > 0 {
                    log.error("secrets need a sealing key that is not among the keys at hand", ["secrets": "\(stuck)"])
                } else if !hasTold {
                    hasTold = true
                    log.info("every secret is sealed with the current key", ["key": apps.sealing.currentKeyID])
                }
            } catch {
                guard !Task.isCancelled else { return }
                log.warning("Sealing anew failed; it is tried again.", ["error": "\(error)"])
            }
            // Cut short when the task is cancelled, which the loop sees.
            try? await Task.sleep(for: Self.interval)
        }
    }
}
