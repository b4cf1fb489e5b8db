import AuthContract
import Cryptography
import Foundation
import Messaging
import Outbox
import ServiceRuntime

/// Makes the invitation of the first administrator, where there is none yet.
struct InviteFirstAdministratorHandler: RequestHandler {
    let invitations: InvitationStore
    let accounts: AccountStore
    let answers: RememberedAnswers
    let events: SecurityEvents
    let clock: any WallClock

    func handle(
        _ request: InviteFirstAdministrator,
        _ context: RequestContext
    ) async throws -> InviteFirstAdministrator.Reply {
        let expiry = clock.now + InvitationStore.lifetime
        return try await answers.once(request, context) {
            transaction -> Remembered<Date, InviteFirstAdministrator.Refusal> in
            guard try await !accounts.hasAdministrator(in: transaction) else { return .refusal(.administratorExists) }
            events.note("An invitation for the first administrator was made.", context)
            return .issue(expiry)
        } issue: { expiry, transaction in
            let token = Token()
            // At a repeat too, which thereby voids the first; where that was used meanwhile there is an administrator,
            // so that this one cannot be.
            try await invitations.make(token, until: expiry, in: transaction)
            return InviteFirstAdministrator.Reply(invitation: InvitationToken(token.text), expiresAt: expiry)
        }
    }
}
