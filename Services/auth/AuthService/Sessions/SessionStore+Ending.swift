import AuthContract
import Foundation
import IdentityContract
import Outbox
import Postgres
import ServiceRuntime

// A session ends by being deleted, its tokens with it; whoever ends one announces it in the same transaction.
extension SessionStore {
    /// Ends one session; none is returned where it had ended before.
    func end(_ session: SessionID, of account: AccountID, in transaction: Transaction) async throws -> [SessionID] {
        try await transaction.rows(
            "DELETE FROM sessions WHERE id = \(session) AND account = \(account) RETURNING id",
            as: SessionID.self
        )
    }

    /// Ends all sessions of an account, which the caller has locked.
    func endAll(of account: AccountID, in transaction: Transaction) async throws -> [SessionID] {
        try await transaction.rows(
            "DELETE FROM sessions WHERE account = \(account) RETURNING id",
            as: SessionID.self
        )
    }

    /// Ends all other sessions of a person, whose account the caller has locked.
    func endOthers(of person: Person, in transaction: Transaction) async throws -> [SessionID] {
        try await transaction.rows(
            "DELETE FROM sessions WHERE account = \(person.account) AND id <> \(person.session) RETURNING id",
            as: SessionID.self
        )
    }

    /// Ends what an account, which the caller has locked, has too many of beside `session`: those that were unused for
    /// longest.
    ///
    /// The one that was just opened stays in any case, also where another replica's clock is ahead of ours.
    func endExcess(
        of account: AccountID,
        _ state: Passport.State,
        besides session: SessionID,
        in transaction: Transaction
    ) async throws -> [SessionID] {
        try await transaction.rows(
            """
            DELETE FROM sessions WHERE id IN (
                SELECT id FROM sessions
                WHERE account = \(account) AND state = \(state.rawValue) AND id <> \(session)
                ORDER BY used_at DESC, id DESC OFFSET \(SessionLife.most(state) - 1))
            RETURNING id
            """,
            as: SessionID.self
        )
    }

    /// Ends sessions that are too old, at most `limit`.
    func endExpired(at now: Date, limit: Int, in transaction: Transaction) async throws -> [SessionID] {
        // What another holds is being used, or ended by another replica.
        try await transaction.rows(
            """
            DELETE FROM sessions WHERE id IN (
                SELECT id FROM sessions WHERE expires_at <= \(now)
                ORDER BY expires_at LIMIT \(limit) FOR UPDATE SKIP LOCKED)
            RETURNING id
            """,
            as: SessionID.self
        )
    }
}

extension Outbox<AuthAnnouncement> {
    /// Tells everyone that sessions ended, if any did.
    func announceEnded(_ sessions: [SessionID], in transaction: Transaction) async throws {
        guard !sessions.isEmpty else { return }
        try await announce(.sessionsEnded(sessions), in: transaction)
    }
}
