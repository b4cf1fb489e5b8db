import AuthContract
import Messaging

/// Lists accounts, for the operator.
struct ListAccountsHandler: RequestHandler {
    let accounts: AccountStore

    func handle(_ request: ListAccounts, _ context: RequestContext) async throws -> ListAccounts.Reply {
        // One more than a page tells whether there is another.
        let found = try await accounts.accounts(after: request.after, limit: ListAccounts.pageSize + 1)
        return ListAccounts.Reply(
            accounts: Array(found.prefix(ListAccounts.pageSize)),
            hasMore: found.count > ListAccounts.pageSize
        )
    }
}
