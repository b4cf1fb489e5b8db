import AuthContract
import Cryptography
import Foundation
import IdentityContract
import Postgres
import ServiceRuntime

/// A sign-in under way.
struct SignInAttempt: Sendable {
    /// How long there is for it.
    static let lifetime: TimeInterval = 10 * 60
    /// The most from one network address, behind which may be a whole office; the oldest makes way.
    static let mostOfOneAddress = 1000
    /// The most there may be, as `Pruning` sees to; the oldest make way.
    static let most = 200_000

    let id: AttemptID
    /// As it was typed.
    let address: EmailAddress
    let remember: Bool
}

/// Keeps sign-ins under way.
struct AttemptStore {
    let database: PostgresPool

    /// Begins one; the same work for every address.
    func begin(
        _ attempt: SignInAttempt,
        under token: Token,
        from browserAddress: String,
        until expiry: Date,
        in transaction: Transaction
    ) async throws {
        try await transaction.run(
            """
            WITH excess AS (
                DELETE FROM attempts WHERE id IN (
                    SELECT id FROM attempts WHERE id IN (
                        SELECT id FROM attempts WHERE browser_address = \(browserAddress)
                        ORDER BY id DESC OFFSET \(SignInAttempt.mostOfOneAddress - 1))
                    FOR UPDATE SKIP LOCKED)
            )
            INSERT INTO attempts (id, token, email, remember, browser_address, expires_at)
            VALUES (\(attempt.id), \(token.hash.bytes), \(attempt.address.typed), \(attempt.remember),
                \(browserAddress), \(expiry))
            """
        )
    }

    /// Puts another token in the place of the one that was given out before; `false` where the attempt is gone.
    func replaceToken(of attempt: AttemptID, with token: Token, in transaction: Transaction) async throws -> Bool {
        try await transaction.run("UPDATE attempts SET token = \(token.hash.bytes) WHERE id = \(attempt)") == 1
    }

    /// The attempt that a browser holds; `nil` where it is unknown, used or too old.
    func attempt(holding token: AttemptToken, at now: Date) async throws -> SignInAttempt? {
        guard let token = Token(token.text) else { return nil }
        let row = try await database.row(
            "SELECT id, email, remember FROM attempts WHERE token = \(token.hash.bytes) AND expires_at > \(now)",
            as: (AttemptID, String, Bool).self
        )
        guard let row, let address = EmailAddress(row.1) else { return nil }
        return SignInAttempt(id: row.0, address: address, remember: row.2)
    }

    /// Uses it up; `false` where somebody else has, just now.
    func use(_ attempt: AttemptID, in transaction: Transaction) async throws -> Bool {
        try await transaction.run("DELETE FROM attempts WHERE id = \(attempt)") == 1
    }
}
