import AuthContract
import IdentityContract
import Messaging
import ServiceRuntime

/// Shows people what auth holds of their own account.
struct ShowAccountHandler: PersonalHandler {
    let accounts: AccountStore
    let clock: any WallClock

    func handle(
        _ request: ShowAccount,
        from person: Person,
        _ context: RequestContext
    ) async throws -> ShowAccount.Reply {
        guard let shown = try await accounts.ownAccount(person.account, in: person.session, at: clock.now) else {
            throw AccessDenial.sessionEnded.denial
        }
        return shown
    }
}
