import IdentityContract
import MFAContract
import Postgres
import ServiceRuntime

/// Tells of everybody who has factors, in pages, as if each had just been announced.
struct FactorSnapshot: Sendable {
    /// Accounts in a page: each is some hundred bytes of a message.
    static let pageSize = 500

    let factors: FactorStore

    /// The announcements after `cursor`, an account's identifier, and where the next page goes on; none at the end.
    func page(
        after cursor: String?,
        in transaction: Transaction
    ) async throws -> (events: [MFAAnnouncement], next: String?) {
        let found = try await factors.accounts(
            after: cursor.flatMap { AccountID($0) },
            limit: Self.pageSize,
            in: transaction
        )
        let next = found.count < Self.pageSize ? nil : found.last?.account.description
        return (found.map { .factorsChanged($0.account, strongest: $0.strongest) }, next)
    }
}
