import AuthContract
import IdentityContract
import Postgres
import ServiceRuntime

/// Tells in pages which accounts may be used and which may not, as if each had just been announced.
struct AccountSnapshot: Sendable {
    static let pageSize = 500

    let accounts: AccountStore

    /// The announcements after `cursor`, an account's identifier, and where the next page goes on; none at the end.
    func page(
        after cursor: String?,
        in transaction: Transaction
    ) async throws -> (events: [AuthAnnouncement], next: String?) {
        let found = try await accounts.states(
            after: cursor.flatMap { AccountID($0) },
            limit: Self.pageSize,
            in: transaction
        )
        let next = found.count < Self.pageSize ? nil : found.last?.0.description
        let events = found.map { account, state in
            state == .activated ? AuthAnnouncement.accountActivated(account) : .accountSuspended(account)
        }
        return (events, next)
    }
}
