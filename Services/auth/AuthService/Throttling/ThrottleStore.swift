import Cryptography
import Foundation
import Messaging
import Postgres

/// Keeps the throttles of addresses, whether they have accounts or not.
///
/// The row is locked, the rule asked and the row written in one transaction, so that all replicas count as one.
struct ThrottleStore {
    let database: PostgresPool

    /// Counts a try before it is judged, and tells whether it is.
    func admit(_ id: PasswordThrottle.TryID, for address: EmailAddress, at now: Date) async throws
        -> PasswordThrottle.Admission
    {
        try await database.transaction { transaction in
            // Writes nothing new over a row that is there, and locks it.
            let kept = try await transaction.row(
                """
                INSERT INTO password_throttles AS t (address, throttle, forgotten_at)
                VALUES (\(address.digest), \(JSONValue(PasswordThrottle())), \(now))
                ON CONFLICT (address) DO UPDATE SET address = excluded.address RETURNING t.throttle
                """,
                as: JSONValue<PasswordThrottle>.self
            )
            var throttle = kept?.value ?? PasswordThrottle()
            let admission = throttle.admit(id, at: now)
            // Also where nothing has changed, so that a closed throttle is as much work as an open one.
            try await save(throttle, of: address, at: now, in: transaction)
            return admission
        }
    }

    /// Takes back a try that was not judged after all.
    func withdraw(_ id: PasswordThrottle.TryID, for address: EmailAddress, at now: Date) async throws {
        try await database.transaction { transaction in
            let kept = try await transaction.row(
                "SELECT throttle FROM password_throttles WHERE address = \(address.digest) FOR UPDATE",
                as: JSONValue<PasswordThrottle>.self
            )
            guard var throttle = kept?.value else { return }
            throttle.withdraw(id)
            try await save(throttle, of: address, at: now, in: transaction)
        }
    }

    /// Forgets the tries of whoever has given the right password.
    func forgive(_ address: EmailAddress, in transaction: Transaction) async throws {
        try await transaction.run("DELETE FROM password_throttles WHERE address = \(address.digest)")
    }

    private func save(
        _ throttle: PasswordThrottle,
        of address: EmailAddress,
        at now: Date,
        in transaction: Transaction
    ) async throws {
        try await transaction.run(
            """
            UPDATE password_throttles SET throttle = \(JSONValue(throttle)),
                forgotten_at = \(throttle.forgottenAt ?? now + PasswordThrottle.calm)
            WHERE address = \(address.digest)
            """
        )
    }
}

extension RequestContext {
    /// What makes two questions the same try: the key of the change and what it says, so that another password under
    /// the same key is another try.
    var passwordTry: PasswordThrottle.TryID {
        Hex.encode(SHA256.hash((idempotencyKey?.bytes ?? []) + bodyDigest).prefix(16))
    }
}
