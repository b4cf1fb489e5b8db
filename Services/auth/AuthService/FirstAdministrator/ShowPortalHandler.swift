import AuthContract
import Messaging

/// Tells whether the portal knows anybody yet.
struct ShowPortalHandler: RequestHandler {
    let accounts: AccountStore

    func handle(_ request: ShowPortal, _ context: RequestContext) async throws -> ShowPortal.Reply {
        ShowPortal.Reply(isEmpty: try await accounts.isEmpty())
    }
}
