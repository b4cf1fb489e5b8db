import AuthContract
import Cryptography
import IdentityContract
import Messaging
import Outbox
import Postgres
import ServiceRuntime

/// What auth is made of, put together once.
struct AuthParts {
    let answered: RememberedAnswers
    let outbox: Outbox<AuthAnnouncement>
    let events: SecurityEvents
    let accounts: AccountStore
    let invitations: InvitationStore
    let attempts: AttemptStore
    let sessions: SessionStore
    let factors: KnownFactors
    let signer: PassportSigner
    let passports: PassportVerifier
    let hasher: PasswordHasher
    let judge: PasswordJudge
    let tokens: TokenIssue
    let proofs: ProofDesk
    let clock: any WallClock

    init(keys: AuthKeys, hasher: PasswordHasher, database: PostgresPool, clock: any WallClock, log: Log) {
        answered = RememberedAnswers(sealing: keys.sealing, clock: clock, pool: database)
        outbox = Outbox<AuthAnnouncement>(in: database, clock: clock, log: log)
        events = SecurityEvents(log: log)
        accounts = AccountStore(database: database)
        invitations = InvitationStore(database: database)
        attempts = AttemptStore(database: database)
        sessions = SessionStore(database: database)
        factors = KnownFactors(clock: clock)
        signer = PassportSigner(key: keys.signing)
        // Nothing is noted as ended here: each handler asks the database, which knows it first.
        passports = PassportVerifier(keys: keys.passports, ended: EndedSessions(clock: clock), clock: clock)
        self.hasher = hasher
        judge = PasswordJudge(throttles: ThrottleStore(database: database), hasher: hasher, clock: clock, log: log)
        tokens = TokenIssue(answers: answered, sessions: sessions, passports: signer, clock: clock)
        proofs = ProofDesk(keys: keys.proofs, factors: factors)
        self.clock = clock
    }

    /// Everything that auth answers, and whom.
    var answers: [Answer] { signingIn + people + firstAdministrator + administration + announcements }

    private var signingIn: [Answer] {
        [
            Answer(BeginSignInHandler(attempts: attempts, answers: answered, clock: clock), to: .gateway),
            Answer(FindAttemptHandler(attempts: attempts, clock: clock), to: .gateway),
            Answer(
                CheckPasswordHandler(
                    accounts: accounts,
                    attempts: attempts,
                    sessions: sessions,
                    judge: judge,
                    tokens: tokens,
                    outbox: outbox,
                    events: events,
                    clock: clock
                ),
                to: .gateway
            ),
            Answer(
                personal: CompleteSignInHandler(
                    accounts: accounts,
                    sessions: sessions,
                    proofs: proofs,
                    tokens: tokens,
                    outbox: outbox,
                    events: events,
                    clock: clock
                ),
                checkedBy: passports,
                to: .gateway
            ),
            Answer(IssuePassportHandler(sessions: sessions, passports: signer, clock: clock), to: .gateway),
        ]
    }

    private var people: [Answer] {
        [
            Answer(
                personal: EndSessionHandler(sessions: sessions, outbox: outbox, events: events),
                checkedBy: passports,
                to: .gateway
            ),
            Answer(
                personal: RaiseSessionHandler(
                    sessions: sessions,
                    proofs: proofs,
                    tokens: tokens,
                    events: events,
                    clock: clock
                ),
                checkedBy: passports,
                to: .gateway
            ),
            Answer(
                personal: ConfirmPasswordHandler(
                    accounts: accounts,
                    sessions: sessions,
                    judge: judge,
                    tokens: tokens,
                    events: events,
                    clock: clock
                ),
                checkedBy: passports,
                to: .gateway
            ),
            Answer(personal: ShowAccountHandler(accounts: accounts, clock: clock), checkedBy: passports, to: .gateway),
            Answer(
                personal: ChangePasswordHandler(
                    accounts: accounts,
                    sessions: sessions,
                    judge: judge,
                    tokens: tokens,
                    outbox: outbox,
                    events: events,
                    clock: clock
                ),
                checkedBy: passports,
                to: .gateway
            ),
        ]
    }

    private var firstAdministrator: [Answer] {
        [
            Answer(ShowPortalHandler(accounts: accounts), to: .gateway),
            // The gateway's key may ask for the link, since that is where whoever runs the portal speaks from; what that
            // gives a gateway that is taken over is weighed in docs/decisions/0013-the-first-administrator.md.
            Answer(
                InviteFirstAdministratorHandler(
                    invitations: invitations,
                    accounts: accounts,
                    answers: answered,
                    events: events,
                    clock: clock
                ),
                to: .operator,
                .gateway
            ),
            Answer(FindInvitationHandler(invitations: invitations, clock: clock), to: .gateway),
            Answer(
                AcceptInvitationHandler(
                    invitations: invitations,
                    accounts: accounts,
                    sessions: sessions,
                    hasher: hasher,
                    tokens: tokens,
                    outbox: outbox,
                    events: events,
                    clock: clock
                ),
                to: .gateway
            ),
        ]
    }

    private var administration: [Answer] {
        [
            Answer(
                AddAccountHandler(
                    accounts: accounts,
                    invitations: invitations,
                    hasher: hasher,
                    answers: answered,
                    outbox: outbox,
                    events: events,
                    clock: clock,
                    random: SystemRandom()
                ),
                to: .operator
            ),
            Answer(ListAccountsHandler(accounts: accounts), to: .operator),
            Answer(
                SetAccountStateHandler(
                    accounts: accounts,
                    sessions: sessions,
                    answers: answered,
                    outbox: outbox,
                    events: events
                ),
                to: .operator
            ),
        ]
    }

    private var announcements: [Answer] {
        [
            Answer(outbox.following, to: .gateway, .mfa, .profile, .apps),
            Answer(outbox.snapshot(AccountSnapshot(accounts: accounts).page), to: .mfa, .profile, .apps),
        ]
    }
}
