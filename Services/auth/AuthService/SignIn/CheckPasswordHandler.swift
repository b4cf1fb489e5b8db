import AuthContract
import Cryptography
import IdentityContract
import Messaging
import Outbox
import Postgres
import ServiceRuntime

/// Checks the password of an attempt and opens a session that is still pending.
///
/// Unknown, staged, suspended and known addresses cost the same statements and one hash, and wrong passwords get the
/// same words for all of them.
struct CheckPasswordHandler: RequestHandler {
    let accounts: AccountStore
    let attempts: AttemptStore
    let sessions: SessionStore
    let judge: PasswordJudge
    let tokens: TokenIssue
    let outbox: Outbox<AuthAnnouncement>
    let events: SecurityEvents
    let clock: any WallClock

    func handle(_ request: CheckPassword, _ context: RequestContext) async throws -> OpenedSession {
        // A flood costs the database nothing, and says nothing about any address.
        try judge.hasher.requireRoom()
        guard let attempt = try await attempts.attempt(holding: request.attempt, at: clock.now) else {
            // It was used up by the first asking, perhaps, whose answer is remembered.
            return try await tokens.once(request, context, otherwise: .attemptGone) { _, _ in .refusal(.attemptGone) }
        }
        let known = try await accounts.credentials(of: attempt.address)
        let verdict = try await judge.judge(request.password, for: attempt.address, against: known?.usableHash, context)
        return try await tokens.once(request, context, otherwise: .attemptGone) { token, transaction in
            switch verdict {
            case .closed:
                events.note("A password was not judged: too many tries.", for: attempt.address, context)
                return .refusal(.tooManyTries)
            case .wrong:
                events.note("A sign-in was refused.", for: attempt.address, context)
                return .refusal(.wrongCredentials)
            case .right(let hash, let stronger):
                // It may have been changed, or the account suspended, since it was judged.
                guard let account = known?.account,
                    try await accounts.lockActivated(account, having: hash, in: transaction)
                else { return .refusal(.wrongCredentials) }
                guard try await attempts.use(attempt.id, in: transaction) else { return .refusal(.attemptGone) }
                if let stronger { try await accounts.strengthen(to: stronger, of: account, in: transaction) }
                return .issue(try await open(account, attempt, request.browser, under: token, context, in: transaction))
            }
        } settled: { transaction in
            try await judge.throttles.forgive(attempt.address, in: transaction)
        }
    }

    /// Opens the pending session.
    private func open(
        _ account: AccountID,
        _ attempt: SignInAttempt,
        _ browser: BrowserDescription,
        under token: Token,
        _ context: RequestContext,
        in transaction: Transaction
    ) async throws -> IssuedToken {
        let issued = try await sessions.open(
            NewSession(account: account, attempt: attempt.id, isRemembered: attempt.remember, browser: browser),
            under: token,
            at: clock.now,
            in: transaction
        )
        let ended = try await sessions.endExcess(
            of: account,
            .pending,
            besides: issued.session,
            in: transaction
        )
        try await outbox.announceEnded(ended, in: transaction)
        events.note("A password was right; the sign-in is pending.", of: account, session: issued.session, context)
        return issued
    }
}
