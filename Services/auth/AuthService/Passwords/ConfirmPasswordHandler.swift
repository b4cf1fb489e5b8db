import AuthContract
import IdentityContract
import Messaging
import Outbox
import ServiceRuntime

/// Raises a full session by its password.
struct ConfirmPasswordHandler: PersonalHandler {
    let accounts: AccountStore
    let sessions: SessionStore
    let judge: PasswordJudge
    let tokens: TokenIssue
    let events: SecurityEvents
    let clock: any WallClock

    func handle(
        _ request: ConfirmPassword,
        from person: Person,
        _ context: RequestContext
    ) async throws -> OpenedSession {
        guard let known = try await accounts.credentials(of: person.account, in: person.session, at: clock.now),
            let address = EmailAddress(known.email)
        else { throw AccessDenial.sessionEnded.denial }
        let verdict = try await judge.judge(request.password, for: address, against: known.usableHash, context)
        let now = clock.now
        return try await tokens.once(request, context, of: person) { token, transaction in
            switch verdict {
            case .closed:
                events.note("A password was not judged: too many tries.", of: person.account, context)
                return .refusal(.tooManyTries)
            case .wrong:
                events.note("A password was not confirmed.", of: person.account, session: person.session, context)
                return .refusal(.wrongPassword)
            case .right(let hash, let stronger):
                // It may have been changed, or the account suspended, since it was judged.
                guard try await accounts.lockActivated(person.account, having: hash, in: transaction) else {
                    return .refusal(.wrongPassword)
                }
                if let stronger { try await accounts.strengthen(to: stronger, of: person.account, in: transaction) }
                let assurance = person.passport.assurance.adding(.password, at: now)
                let issued = try await sessions.raise(person, to: assurance, under: token, at: now, in: transaction)
                events.note("A password was confirmed.", of: person.account, session: person.session, context)
                return .issue(issued)
            }
        } settled: { transaction in
            try await judge.throttles.forgive(address, in: transaction)
        }
    }
}
