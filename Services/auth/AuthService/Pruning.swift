import AuthContract
import Foundation
import Outbox
import Postgres
import ServiceRuntime

/// Tidies up what is over: expired sessions are announced as ended, the rest is forgotten.
struct Pruning: Service {
    let name = "auth pruning"
    let database: PostgresPool
    let sessions: SessionStore
    let outbox: Outbox<AuthAnnouncement>
    let clock: any WallClock
    let log: Log

    /// How often it looks.
    static let interval: Duration = .seconds(5)
    /// The sessions that one announcement names.
    static let page = 500

    func run() async throws {
        while !Task.isCancelled {
            do {
                try await prune()
            } catch {
                guard !Task.isCancelled else { return }
                log.warning("Tidying up failed; it is tried again.", ["error": "\(error)"])
            }
            try? await Task.sleep(for: Self.interval)
        }
    }

    /// Does it once.
    func prune() async throws {
        let now = clock.now
        while try await endExpiredSessions(at: now) == Self.page {}
        // What another holds is being deleted with its session: waiting for it could end in waiting for each other.
        try await database.run(
            """
            DELETE FROM session_tokens WHERE hash IN (
                SELECT hash FROM session_tokens WHERE expires_at <= \(now) FOR UPDATE SKIP LOCKED)
            """
        )
        try await database.run("DELETE FROM used_proofs WHERE forgotten_at <= \(now)")
        try await database.run("DELETE FROM password_throttles WHERE forgotten_at <= \(now)")
        try await database.run("DELETE FROM attempts WHERE expires_at <= \(now)")
        try await database.run("DELETE FROM invitation WHERE expires_at <= \(now)")
        // Identifiers begin with their time.
        try await database.run(
            """
            DELETE FROM attempts WHERE id <= (SELECT id FROM attempts ORDER BY id DESC OFFSET \(SignInAttempt.most) LIMIT 1)
            """
        )
    }

    private func endExpiredSessions(at now: Date) async throws -> Int {
        try await database.transaction { transaction in
            let ended = try await sessions.endExpired(at: now, limit: Self.page, in: transaction)
            try await outbox.announceEnded(ended, in: transaction)
            return ended.count
        }
    }
}
