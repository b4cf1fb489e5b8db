import AuthContract
import Cryptography
import IdentityContract
import Messaging
import Outbox
import Postgres
import ServiceRuntime

/// Adds an account, for the operator, and makes its first password.
struct AddAccountHandler: RequestHandler {
    let accounts: AccountStore
    let invitations: InvitationStore
    let hasher: PasswordHasher
    let answers: RememberedAnswers
    let outbox: Outbox<AuthAnnouncement>
    let events: SecurityEvents
    let clock: any WallClock
    let random: any RandomSource

    func handle(_ request: AddAccount, _ context: RequestContext) async throws -> AddAccount.Reply {
        guard let address = EmailAddress(request.email) else { throw AddAccount.Refusal.notAnAddress }
        guard let username = Username(request.username) else { throw AddAccount.Refusal.notAUsername }
        let password = FirstPassword.draw(random)
        // Before the transaction: hashing may have to wait, and nobody should wait for a connection meanwhile.
        let hash = try await hasher.hash(password)
        let now = clock.now
        do {
            return try await answers.once(request, context) { transaction in
                let account = AccountID(at: now, random: random)
                // Before the account, in the order in which an invitation is used: neither then waits for the other for ever.
                if request.roles.contains(.administrator) { try await invitations.void(in: transaction) }
                try await accounts.insert(account, address, username, request.roles, at: now, in: transaction)
                try await outbox.announce(.accountActivated(account), in: transaction)
                events.note("An account was added.", of: account, context)
                return .issue(account)
            } issue: { account, transaction in
                guard try await accounts.setFirstPassword(hash, of: account, in: transaction) else {
                    // The first answer did arrive: the person has signed in with it and chosen another since.
                    throw Fault(.outcomeUnknown)
                }
                return AddAccount.Reply(account: account, password: password)
            }
        } catch {
            if error.violates("accounts_email_key") { throw AddAccount.Refusal.addressTaken }
            throw error.violates("accounts_username_key") ? AddAccount.Refusal.usernameTaken : error
        }
    }
}
