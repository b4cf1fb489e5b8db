import AuthContract
import IdentityContract
import Messaging
import Outbox
import ServiceRuntime

/// Suspends an account or opens it again, for the operator.
struct SetAccountStateHandler: RequestHandler {
    let accounts: AccountStore
    let sessions: SessionStore
    let answers: RememberedAnswers
    let outbox: Outbox<AuthAnnouncement>
    let events: SecurityEvents

    func handle(_ request: SetAccountState, _ context: RequestContext) async throws -> SetAccountState.Reply {
        let account = request.account
        return try await answers.once(request, context) { transaction in
            guard let before = try await accounts.lockedState(of: account, in: transaction) else {
                return .refusal(.noSuchAccount)
            }
            guard before != request.state else { return .reply(SetAccountState.Reply()) }
            try await accounts.setState(request.state, of: account, in: transaction)
            if request.state == .activated {
                try await outbox.announce(.accountActivated(account), in: transaction)
            } else {
                let ended = try await sessions.endAll(of: account, in: transaction)
                try await outbox.announce(.accountSuspended(account), in: transaction)
                try await outbox.announceEnded(ended, in: transaction)
            }
            events.note("An account's state was set to \(request.state.rawValue).", of: account, context)
            return .reply(SetAccountState.Reply())
        }
    }
}
