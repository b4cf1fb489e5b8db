import Foundation
import IdentityContract
import Messaging
import Postgres
import ServiceRuntime

/// Keeps what mfa knows of accounts beside their factors, and is where changes to one account take turns.
struct AccountStore {
    let database: PostgresPool

    /// How the account's wrong codes stand at `now`; and the account, its factors and its codes are nobody else's to
    /// change or to judge until the transaction ends.
    func lock(_ account: AccountID, at now: Date, in transaction: Transaction) async throws -> CodeThrottle {
        var stored = try await lockedRow(of: account, in: transaction)
        if stored == nil {
            // The first that mfa hears of this account. Of two at the same time one waits here for the other.
            try await transaction.run("INSERT INTO accounts (account) VALUES (\(account)) ON CONFLICT DO NOTHING")
            stored = try await lockedRow(of: account, in: transaction)
        }
        guard let stored else { throw Fault(.failed) }
        let throttle = stored.brought(to: now)
        try await save(throttle, over: stored, of: account, in: transaction)
        return throttle
    }

    /// Keeps `throttle`, which the caller made of the one that `lock` gave, if it is another.
    func save(
        _ throttle: CodeThrottle,
        over stored: CodeThrottle,
        of account: AccountID,
        in transaction: Transaction
    ) async throws {
        guard throttle != stored else { return }
        try await transaction.run(
            """
            UPDATE accounts SET wrong_in_a_row = \(throttle.inARow), wrong_today = \(throttle.today),
                day_began = \(throttle.dayBegan), closed_until = \(throttle.closedUntil)
            WHERE account = \(account)
            """
        )
    }

    private func lockedRow(of account: AccountID, in transaction: Transaction) async throws -> CodeThrottle? {
        try await transaction.row(
            """
            SELECT wrong_in_a_row, wrong_today, day_began, closed_until FROM accounts
            WHERE account = \(account) FOR UPDATE
            """,
            as: (Int, Int, Date?, Date?).self
        ).map { CodeThrottle(inARow: $0.0, today: $0.1, dayBegan: $0.2, closedUntil: $0.3) }
    }

    /// When a factor was first due of the account: `now`, which is kept, where that is now.
    func factorDueSince(_ account: AccountID, at now: Date) async throws -> Date {
        let known = try await database.row(
            "SELECT factor_due_since FROM accounts WHERE account = \(account)",
            as: Date?.self
        )
        if let since = known ?? nil { return since }
        // Of two sign-ins at the same time the first counts.
        let since = try await database.row(
            """
            INSERT INTO accounts (account, factor_due_since) VALUES (\(account), \(now))
            ON CONFLICT (account) DO UPDATE
                SET factor_due_since = coalesce(accounts.factor_due_since, excluded.factor_due_since)
            RETURNING factor_due_since
            """,
            as: Date.self
        )
        return since ?? now
    }
}
