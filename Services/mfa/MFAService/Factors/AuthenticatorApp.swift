import Cryptography
import Foundation
import IdentityContract
import Postgres
import ServiceRuntime

/// An enrolled authenticator app: its codes, and the last one that was accepted.
struct AuthenticatorApp {
    let id: FactorID
    let secret: Secret<[UInt8]>
    /// The time step of the last accepted code: neither it nor an earlier one is accepted again.
    var lastStep: Int

    /// How many steps of 30 seconds a code may be early or late.
    static let toleratedSteps = 1

    /// The time step of a code that may be accepted at `now`; `nil` for a wrong or used one.
    func step(matching code: Secret<String>, at now: Date) -> Int? {
        TOTP(secret: secret.expose())
            .step(matching: code.expose(), at: now, within: Self.toleratedSteps, after: lastStep)
    }
}

/// Keeps authenticator apps.
///
/// Their secrets are sealed, each for its factor and its account: moved to another row, one does not open.
struct AuthenticatorAppStore {
    let sealing: SealingKeys

    /// The apps of an account that the transaction has locked.
    func apps(of account: AccountID, in transaction: Transaction) async throws -> [AuthenticatorApp] {
        try await transaction.rows(
            """
            SELECT a.factor, a.sealed_secret, a.last_step
            FROM authenticator_apps a JOIN factors f ON f.id = a.factor WHERE f.account = \(account)
            """,
            as: (FactorID, [UInt8], Int).self
        ).map { id, sealed, lastStep in
            let secret = try sealing.open(sealed, context: Self.place(of: id, account))
            return AuthenticatorApp(id: id, secret: Secret(secret), lastStep: lastStep)
        }
    }

    /// Adds an app as a factor.
    func insert(
        _ app: AuthenticatorApp,
        of account: AccountID,
        named name: String,
        at now: Date,
        in transaction: Transaction
    ) async throws {
        try await transaction.run(
            """
            INSERT INTO factors (id, account, method, name, added_at)
            VALUES (\(app.id), \(account), \(IdentityContract.Method.oneTimeCode.rawValue), \(name), \(now))
            """
        )
        try await transaction.run(
            """
            INSERT INTO authenticator_apps (factor, sealed_secret, last_step)
            VALUES (\(app.id), \(sealed(app, of: account)), \(app.lastStep))
            """
        )
    }

    /// Takes note of an accepted code; `false` where this step, or a later one, was accepted before.
    ///
    /// The secret is sealed anew on the way, so that after a change of keys the old one falls out of use by itself.
    func use(
        _ app: AuthenticatorApp,
        of account: AccountID,
        step: Int,
        at now: Date,
        in transaction: Transaction
    ) async throws -> Bool {
        try await transaction.run(
            """
            WITH used AS (
                UPDATE authenticator_apps SET last_step = \(step), sealed_secret = \(sealed(app, of: account))
                WHERE factor = \(app.id) AND last_step < \(step) RETURNING factor
            )
            UPDATE factors SET last_used_at = \(now) FROM used WHERE id = used.factor
            """
        ) == 1
    }

    /// Seals some of those anew that an older key has sealed.
    ///
    /// - Returns: How many were sealed anew, and how many could not be opened at all.
    func reseal(atMost limit: Int, in database: PostgresPool) async throws -> (done: Int, stuck: Int) {
        try await database.transaction { transaction in
            let rows = try await transaction.rows(
                """
                SELECT a.factor, f.account, a.sealed_secret
                FROM authenticator_apps a JOIN factors f ON f.id = a.factor
                WHERE encode(substring(a.sealed_secret FROM 2 FOR 4), 'hex') <> \(sealing.currentKeyID)
                ORDER BY a.factor LIMIT \(limit) FOR UPDATE OF a
                """,
                as: (FactorID, AccountID, [UInt8]).self
            )
            var done = 0
            for (id, account, old) in rows {
                let place = Self.place(of: id, account)
                guard let secret = try? sealing.open(old, context: place) else { continue }
                let new = sealing.seal(secret, context: place)
                try await transaction.run(
                    "UPDATE authenticator_apps SET sealed_secret = \(new) WHERE factor = \(id)"
                )
                done += 1
            }
            return (done, rows.count - done)
        }
    }

    private func sealed(_ app: AuthenticatorApp, of account: AccountID) -> [UInt8] {
        sealing.seal(app.secret.expose(), context: Self.place(of: app.id, account))
    }

    private static func place(of factor: FactorID, _ account: AccountID) -> String {
        "mfa.authenticator_apps.secret:\(factor):\(account)"
    }
}
