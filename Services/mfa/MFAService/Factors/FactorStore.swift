import Foundation
import IdentityContract
import MFAContract
import Messaging
import Postgres
import ServiceRuntime

/// Keeps everybody's factors.
struct FactorStore {
    let database: PostgresPool

    /// Somebody's factors, the last used first.
    func factors(of account: AccountID) async throws -> Factors {
        try await factors(of: account, in: database)
    }

    /// The same, as the transaction sees them.
    func factors(of account: AccountID, in queries: some Queries) async throws -> Factors {
        let rows = try await queries.rows(
            """
            SELECT id, method, name, added_at, last_used_at FROM factors WHERE account = \(account)
            ORDER BY last_used_at DESC NULLS LAST, added_at DESC, id
            """,
            as: (FactorID, String, String, Date, Date?).self
        )
        return Factors(
            try rows.map { row in
                FactorSummary(
                    id: row.0,
                    method: try Self.method(row.1),
                    name: row.2,
                    addedAt: row.3,
                    lastUsedAt: row.4
                )
            }
        )
    }

    /// Removes a factor of the account; `false` where it has none of this id.
    func remove(_ factor: FactorID, of account: AccountID, in transaction: Transaction) async throws -> Bool {
        try await transaction.run("DELETE FROM factors WHERE id = \(factor) AND account = \(account)") > 0
    }

    /// Accounts that have factors, after `last`, at most `limit`, each with all its factors.
    func accounts(after last: AccountID?, limit: Int, in transaction: Transaction) async throws
        -> [(account: AccountID, strongest: Strength)]
    {
        try await transaction.rows(
            """
            SELECT account, array_agg(method) FROM factors WHERE \(last)::uuid IS NULL OR account > \(last)
            GROUP BY account ORDER BY account LIMIT \(limit)
            """,
            as: (AccountID, [String]).self
        ).map { ($0.0, try $0.1.map { try Self.method($0).strength }.max() ?? .none) }
    }

    /// A method that a later version kept and this one does not know: no answer is better than one without it.
    private static func method(_ text: String) throws -> IdentityContract.Method {
        guard let method = IdentityContract.Method(rawValue: text) else { throw Fault(.failed) }
        return method
    }
}
