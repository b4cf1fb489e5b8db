import AuthContract
import Cryptography
import Foundation
import IdentityContract
import Postgres

/// Keeps the invitation of a portal's first administrator: the hash of its secret, and how often it was tried.
///
/// One at most, in one row: whoever uses it, replaces it or voids it locks that row, so that one invitation makes one
/// account and an administrator who comes by another road leaves no invitation behind.
struct InvitationStore {
    /// How long there is to use it.
    static let lifetime: TimeInterval = 60 * 60
    /// Tries, each of which may cost a hash; who needs more makes another.
    static let mostTries = 20

    let database: PostgresPool

    /// Makes one, in the place of the one before.
    func make(_ token: Token, until expiry: Date, in transaction: Transaction) async throws {
        try await transaction.run(
            """
            INSERT INTO invitation (token, expires_at) VALUES (\(token.hash.bytes), \(expiry))
            ON CONFLICT (is_only) DO UPDATE SET token = excluded.token, tries = 0, expires_at = excluded.expires_at
            """
        )
    }

    /// When it expires; `nil` where it is not good any more.
    func expiry(of invitation: InvitationToken, at now: Date) async throws -> Date? {
        guard let token = Token(invitation.text) else { return nil }
        return try await database.row(
            """
            SELECT expires_at FROM invitation
            WHERE token = \(token.hash.bytes) AND expires_at > \(now) AND tries < \(Self.mostTries)
            """,
            as: Date.self
        )
    }

    /// Counts a try before it costs anything; `false` where the invitation is not good any more.
    func admit(_ invitation: InvitationToken, at now: Date) async throws -> Bool {
        guard let token = Token(invitation.text) else { return false }
        return try await database.run(
            """
            UPDATE invitation SET tries = tries + 1
            WHERE token = \(token.hash.bytes) AND expires_at > \(now) AND tries < \(Self.mostTries)
            """
        ) == 1
    }

    /// Uses it up; `false` where somebody else has, just now, or it is not good any more.
    func use(_ invitation: InvitationToken, at now: Date, in transaction: Transaction) async throws -> Bool {
        guard let token = Token(invitation.text) else { return false }
        return try await transaction.run(
            "DELETE FROM invitation WHERE token = \(token.hash.bytes) AND expires_at > \(now)"
        ) == 1
    }

    /// Voids whatever there is: an administrator has come by another road.
    func void(in transaction: Transaction) async throws {
        try await transaction.run("DELETE FROM invitation")
    }
}
