import AuthContract
import Cryptography
import IdentityContract
import Messaging
import Outbox
import ServiceRuntime

/// Changes the password of the person who asks, and ends every other session of theirs.
struct ChangePasswordHandler: PersonalHandler {
    let accounts: AccountStore
    let sessions: SessionStore
    let judge: PasswordJudge
    let tokens: TokenIssue
    let outbox: Outbox<AuthAnnouncement>
    let events: SecurityEvents
    let clock: any WallClock

    func handle(
        _ request: ChangePassword,
        from person: Person,
        _ context: RequestContext
    ) async throws -> OpenedSession {
        try person.requireFreshProof(at: clock.now)
        guard let known = try await accounts.credentials(of: person.account, in: person.session, at: clock.now),
            let address = EmailAddress(known.email)
        else { throw AccessDenial.sessionEnded.denial }
        // Before anything is hashed or counted: it depends on what was typed alone.
        let broken = PasswordRule.broken(
            by: request.new.expose(),
            names: known.names,
            current: request.current.expose()
        )
        guard broken.isEmpty else { throw ChangePassword.Refusal.notAcceptable(broken) }

        let verdict = try await judge.judge(request.current, for: address, against: known.usableHash, context)
        let change = try await change(to: request.new, verdict)
        let now = clock.now
        return try await tokens.once(request, context, of: person) { token, transaction in
            switch change {
            case .closed:
                events.note("A password was not judged: too many tries.", of: person.account, context)
                return .refusal(.tooManyTries)
            case .wrong:
                events.note("A password was not changed: the current one was wrong.", of: person.account, context)
                return .refusal(.wrongPassword)
            case .from(let old, let new):
                // It may have been changed, or the account suspended, since it was judged.
                guard try await accounts.lockActivated(person.account, having: old, in: transaction) else {
                    return .refusal(.wrongPassword)
                }
                try await accounts.setPassword(new, of: person.account, at: now, in: transaction)
                let assurance = person.passport.assurance.adding(.password, at: now)
                let issued = try await sessions.raise(person, to: assurance, under: token, at: now, in: transaction)
                let ended = try await sessions.endOthers(of: person, in: transaction)
                try await outbox.announce(.passwordChanged(person.account), in: transaction)
                try await outbox.announceEnded(ended, in: transaction)
                events.note("A password was changed.", of: person.account, session: person.session, context)
                return .issue(issued)
            }
        } settled: { transaction in
            try await judge.throttles.forgive(address, in: transaction)
        }
    }

    private enum Change: Sendable {
        case closed
        case wrong
        case from(PasswordHash, to: PasswordHash)
    }

    /// Hashes the new password where the current one was right.
    private func change(to new: Secret<String>, _ verdict: PasswordJudge.Verdict) async throws -> Change {
        switch verdict {
        case .closed: return .closed
        case .wrong: return .wrong
        case .right(let old, _):
            do {
                return .from(old, to: try await judge.hasher.hash(new))
            } catch is PasswordTooLong {
                // A character that people see may be many that are counted here.
                throw ChangePassword.Refusal.notAcceptable([.notTooLong])
            }
        }
    }
}
