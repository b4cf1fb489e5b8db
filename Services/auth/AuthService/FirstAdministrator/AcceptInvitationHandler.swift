import AuthContract
import Cryptography
import Foundation
import IdentityContract
import Messaging
import Outbox
import Postgres
import ServiceRuntime

/// Makes the first administrator's account of an invitation, and opens its first session.
struct AcceptInvitationHandler: RequestHandler {
    let invitations: InvitationStore
    let accounts: AccountStore
    let sessions: SessionStore
    let hasher: PasswordHasher
    let tokens: TokenIssue
    let outbox: Outbox<AuthAnnouncement>
    let events: SecurityEvents
    let clock: any WallClock

    func handle(_ request: AcceptInvitation, _ context: RequestContext) async throws -> OpenedSession {
        guard let address = EmailAddress(request.email) else { throw AcceptInvitation.Refusal.notAnAddress }
        guard let username = Username(request.username) else { throw AcceptInvitation.Refusal.notAUsername }
        let names = [username.text, address.name]
        let broken = PasswordRule.broken(by: request.password.expose(), names: names, current: nil)
        guard broken.isEmpty else { throw AcceptInvitation.Refusal.notAcceptable(broken) }
        // Nobody has a password hashed who does not hold the invitation, nor more often than it is good for.
        guard try await invitations.admit(request.invitation, at: clock.now) else {
            // It was used by the first asking, perhaps, whose answer is remembered.
            return try await tokens.once(request, context, otherwise: .invitationGone) { _, _ in
                .refusal(.invitationGone)
            }
        }
        let hash = try await hash(of: request.password)
        let now = clock.now
        do {
            return try await tokens.once(request, context, otherwise: .invitationGone) { token, transaction in
                // Locks it first: of two who use it, the second finds it gone.
                guard try await invitations.use(request.invitation, at: now, in: transaction),
                    try await !accounts.hasAdministrator(in: transaction)
                else { return .refusal(.invitationGone) }
                let account = AccountID(at: now)
                let roles: Set<Role> = [.user, .administrator]
                try await accounts.insert(account, address, username, roles, at: now, in: transaction)
                try await accounts.setPassword(hash, of: account, at: now, in: transaction)
                try await outbox.announce(.accountActivated(account), in: transaction)
                events.note("The first administrator was added.", of: account, context)
                // An attempt of its own, to which mfa's proof is bound as to any other sign-in.
                let session = NewSession(
                    account: account,
                    attempt: AttemptID(at: now),
                    isRemembered: false,
                    browser: request.browser
                )
                return .issue(try await sessions.open(session, under: token, at: now, in: transaction))
            }
        } catch {
            // Nothing of it stands, and the invitation is as good as before.
            if error.violates("accounts_email_key") { throw AcceptInvitation.Refusal.addressTaken }
            throw error.violates("accounts_username_key") ? AcceptInvitation.Refusal.usernameTaken : error
        }
    }

    private func hash(of password: Secret<String>) async throws -> PasswordHash {
        do {
            return try await hasher.hash(password)
        } catch is PasswordTooLong {
            // A character that people see may be many that are counted here.
            throw AcceptInvitation.Refusal.notAcceptable([.notTooLong])
        }
    }
}
