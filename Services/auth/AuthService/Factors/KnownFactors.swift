import IdentityContract
import MFAContract
import Messaging
import Outbox
import Postgres
import ServiceRuntime

/// The strongest kind of factor that each account has, kept as mfa announces it: passports say it.
struct KnownFactors: Sendable {
    let clock: any WallClock

    /// Takes over what mfa tells of factors, once for all replicas.
    func following(_ mfa: MessageClient, in database: PostgresPool, log: Log) -> DurableFollower<MFAAnnouncement> {
        DurableFollower(
            of: mfa,
            in: database,
            log: log,
            reset: { transaction in try await transaction.run("DELETE FROM account_factors") },
            apply: { announcement, transaction in try await apply(announcement, in: transaction) }
        )
    }

    func apply(_ announcement: MFAAnnouncement, in transaction: Transaction) async throws {
        switch announcement {
        case .factorsChanged(let account, let strongest): try await note(strongest, of: account, in: transaction)
        }
    }

    /// Apart from the switch, and never inlined.
    ///
    /// With both in one function, Swift 6.3.1 loses, when it optimizes, on which actor the function goes on after it has
    /// waited, and the program crashes.
    @inline(never)
    private func note(_ strongest: Strength, of account: AccountID, in transaction: Transaction) async throws {
        try await transaction.run(
            """
            INSERT INTO account_factors (account, strongest, heard_at)
            VALUES (\(account), \(strongest.rawValue), \(clock.now))
            ON CONFLICT (account) DO UPDATE SET strongest = excluded.strongest, heard_at = excluded.heard_at
            """
        )
    }

    /// Believes a proof that speaks of a stronger factor than is known, unless mfa has announced something since it was
    /// signed: the announcement is the truth, and the proof only travels faster.
    func takeHint(of proof: Proof, beyond known: Strength, in transaction: Transaction) async throws {
        guard proof.strongestFactor > known else { return }
        let (strongest, weakestFirst) = (proof.strongestFactor.rawValue, Strength.allCases.sorted().map(\.rawValue))
        // Only ever to something stronger: what the passport knew may be older than what is kept.
        try await transaction.run(
            """
            INSERT INTO account_factors AS f (account, strongest) VALUES (\(proof.account), \(strongest))
            ON CONFLICT (account) DO UPDATE SET strongest = excluded.strongest
            WHERE (f.heard_at IS NULL OR f.heard_at < \(proof.issuedAt))
                AND array_position(\(weakestFirst)::text[], f.strongest)
                    < array_position(\(weakestFirst)::text[], excluded.strongest)
            """
        )
    }
}
