import AuthContract
import Messaging
import ServiceRuntime

/// Looks whether an invitation is still good.
///
/// Whether there is an administrator need not be asked: whoever made one voided the invitation with it.
struct FindInvitationHandler: RequestHandler {
    let invitations: InvitationStore
    let clock: any WallClock

    func handle(_ request: FindInvitation, _ context: RequestContext) async throws -> FindInvitation.Reply {
        guard let expiry = try await invitations.expiry(of: request.invitation, at: clock.now) else {
            throw FindInvitation.Refusal.invitationGone
        }
        return FindInvitation.Reply(expiresAt: expiry)
    }
}
