import AuthContract
import Cryptography
import Foundation
import IdentityContract
import Messaging
import ServiceRuntime
import Support
import Synchronization

/// Auth as the gateway meets it, without a database: one person, Ada, with real tokens, passports and proofs.
final class ScriptedAuth: Sendable {
    static let email = "ada@example.com"
    static let password = "correct horse battery"

    private struct Session {
        var id: SessionID
        var attempt: AttemptID
        var state: Passport.State
        var methods: [(Method, Date)]
        var isRemembered: Bool
    }

    private struct State {
        var attempts: [TokenHash: (email: String, remember: Bool)] = [:]
        var sessions: [TokenHash: Session] = [:]
        var strongestFactor = Strength.none
        var password = ScriptedAuth.password
        var isEmpty = false
        var isInvitationUsed = false
        var passportLife = Passport.lifetime
        var visitors: [String] = []
    }

    let script = Script()
    let tidings = Tidings<AuthAnnouncement>()
    let ada: AccountID
    /// Makes the first administrator's account, once.
    let invitation = InvitationToken(Token().text)
    private let office: PassportOffice
    private let clock: any WallClock
    private let state = Mutex(State())

    init(office: PassportOffice, clock: any WallClock) {
        self.office = office
        self.clock = clock
        ada = AccountID(at: clock.now)
    }

    /// The strongest factor that passports tell.
    func setStrongestFactor(_ strength: Strength) {
        state.withLock { $0.strongestFactor = strength }
    }

    /// Whether the portal knows nobody yet.
    func setEmpty(_ isEmpty: Bool) {
        state.withLock { $0.isEmpty = isEmpty }
    }

    /// How long the passports last that it tells of, as where a token is about to end.
    func setPassportLife(_ life: TimeInterval) {
        state.withLock { $0.passportLife = life }
    }

    /// Ends every session, as a suspension would, and announces it.
    func endSessions() {
        let ended = state.withLock { state in
            defer { state.sessions = [:] }
            return state.sessions.values.map(\.id)
        }
        tidings.tell(.sessionsEnded(ended))
    }

    /// From where sign-ins were begun, the first one first.
    var visitors: [String] { state.withLock { $0.visitors } }

    var sessionCount: Int { state.withLock { $0.sessions.count } }

    // MARK: Answers

    var answers: [Answer] {
        [
            Answer(script) { (question: BeginSignIn, _) in
                guard question.email.contains("@"), question.email.contains(".") else {
                    throw BeginSignIn.Refusal.notAnAddress
                }
                let token = Token()
                self.state.withLock { state in
                    state.attempts[token.hash] = (question.email, question.remember)
                    state.visitors.append(question.browser.address)
                }
                return .init(attempt: AttemptToken(token.text), expiresAt: self.clock.now + 600)
            },
            Answer(script) { (question: FindAttempt, _) in
                guard let attempt = self.attempt(question.attempt) else { throw FindAttempt.Refusal.attemptGone }
                return .init(email: attempt.email, remember: attempt.remember)
            },
            Answer(script) { (question: CheckPassword, context) in
                guard let attempt = self.attempt(question.attempt) else { throw CheckPassword.Refusal.attemptGone }
                guard attempt.email == Self.email, self.isPassword(question.password) else {
                    throw CheckPassword.Refusal.wrongCredentials
                }
                let now = self.clock.now
                let session = Session(
                    id: SessionID(at: now),
                    attempt: AttemptID(at: now),
                    state: .pending,
                    methods: [(.password, now)],
                    isRemembered: attempt.remember
                )
                self.state.withLock { state in
                    if let hash = Token(question.attempt.text)?.hash { state.attempts[hash] = nil }
                }
                return try self.open(session, for: context.caller)
            },
            Answer(script) { (question: IssuePassport, context) in
                guard let token = Token(question.token.text),
                    let session = self.state.withLock({ $0.sessions[token.hash] })
                else { throw IssuePassport.Refusal.noSession }
                return .init(
                    passport: try self.passport(session, for: context.caller),
                    session: self.summary(session)
                )
            },
            Answer(script) { (question: CompleteSignIn, context) in
                var (hash, session) = try self.asking(context)
                guard session.state == .pending else { throw CompleteSignIn.Refusal.notPending }
                do {
                    let proof = try self.check(question.proof, bond: .attempt(session.attempt), purpose: .signIn)
                    if case .passed(let method) = proof.finding { session.methods.append((method, self.clock.now)) }
                } catch {
                    throw CompleteSignIn.Refusal.proofNotAccepted
                }
                session.state = .full
                return try self.open(session, for: context.caller, replacing: hash)
            },
            Answer(script) { (question: RaiseSession, context) in
                var (hash, session) = try self.asking(context)
                do {
                    let proof = try self.check(question.proof, bond: .session(session.id), purpose: .stepUp)
                    if case .passed(let method) = proof.finding { session.methods.append((method, self.clock.now)) }
                } catch {
                    throw RaiseSession.Refusal.proofNotAccepted
                }
                return try self.open(session, for: context.caller, replacing: hash)
            },
            Answer(script) { (question: ConfirmPassword, context) in
                var (hash, session) = try self.asking(context)
                guard self.isPassword(question.password) else { throw ConfirmPassword.Refusal.wrongPassword }
                session.methods.append((.password, self.clock.now))
                return try self.open(session, for: context.caller, replacing: hash)
            },
            Answer(script) { (question: ChangePassword, context) in
                let (hash, session) = try self.asking(context)
                try self.requireFreshProof(of: session)
                guard self.isPassword(question.current) else { throw ChangePassword.Refusal.wrongPassword }
                let broken = PasswordRule.broken(by: question.new.expose(), names: ["ada"], current: nil)
                guard broken.isEmpty else { throw ChangePassword.Refusal.notAcceptable(broken) }
                self.state.withLock { $0.password = question.new.expose() }
                return try self.open(session, for: context.caller, replacing: hash)
            },
            Answer(script) { (_: EndSession, context) in
                let (hash, session) = try self.asking(context)
                self.state.withLock { $0.sessions[hash] = nil }
                self.tidings.tell(.sessionsEnded([session.id]))
                return .init()
            },
            Answer(script) { (_: ShowAccount, context) in
                _ = try self.asking(context)
                return .init(email: Self.email, username: "ada.lovelace", roles: [.user], passwordChangedAt: nil)
            },
            tidings.answer(script),
        ] + firstAdministrator
    }

    private var firstAdministrator: [Answer] {
        [
            Answer(script) { (_: ShowPortal, _) in .init(isEmpty: self.state.withLock { $0.isEmpty }) },
            Answer(script) { (question: FindInvitation, _) in
                guard self.isGood(question.invitation) else { throw FindInvitation.Refusal.invitationGone }
                return .init(expiresAt: self.clock.now + 3600)
            },
            Answer(script) { (question: AcceptInvitation, context) in
                guard self.isGood(question.invitation) else { throw AcceptInvitation.Refusal.invitationGone }
                let names = [question.username]
                let broken = PasswordRule.broken(by: question.password.expose(), names: names, current: nil)
                guard broken.isEmpty else { throw AcceptInvitation.Refusal.notAcceptable(broken) }
                self.state.withLock { $0.isInvitationUsed = true }
                let now = self.clock.now
                let session = Session(
                    id: SessionID(at: now),
                    attempt: AttemptID(at: now),
                    state: .pending,
                    methods: [(.password, now)],
                    isRemembered: false
                )
                return try self.open(session, for: context.caller)
            },
        ]
    }

    private func isGood(_ token: InvitationToken) -> Bool {
        token.text.expose() == invitation.text.expose() && !state.withLock { $0.isInvitationUsed }
    }

    // MARK: What they have in common

    private func attempt(_ token: AttemptToken) -> (email: String, remember: Bool)? {
        Token(token.text).flatMap { token in state.withLock { $0.attempts[token.hash] } }
    }

    private func isPassword(_ password: Secret<String>) -> Bool {
        state.withLock { $0.password } == password.expose()
    }

    /// The session whose passport came along.
    private func asking(_ context: RequestContext) throws -> (TokenHash, Session) {
        let verifier = PassportVerifier(
            keys: office.passportKeys,
            ended: EndedSessions(clock: clock),
            clock: clock
        )
        let person = try verifier.person(of: context, allowingPending: true)
        let found = state.withLock { $0.sessions.first { $0.value.id == person.session } }
        guard let found else { throw AccessDenial.sessionEnded.denial }
        return (found.key, found.value)
    }

    private func requireFreshProof(of session: Session) throws {
        let requirement = Requirement.sensitiveChange(whereStrongestIs: state.withLock { $0.strongestFactor })
        guard requirement.isMet(by: assurance(of: session), at: clock.now) else {
            throw AccessDenial.assuranceNeeded(requirement).denial
        }
    }

    private func check(_ proof: SignedProof, bond: Proof.Bond, purpose: Proof.Purpose) throws -> Proof {
        try Proof.check(proof, with: office.proofKeys, for: ada, bond: bond, purpose: purpose, at: clock.now)
    }

    private func open(_ session: Session, for caller: Caller, replacing old: TokenHash? = nil) throws -> OpenedSession {
        let token = Token()
        state.withLock { state in
            if let old { state.sessions[old] = nil }
            state.sessions[token.hash] = session
        }
        return OpenedSession(
            token: SessionToken(token.text),
            passport: try passport(session, for: caller),
            session: summary(session)
        )
    }

    private func assurance(of session: Session) -> Assurance {
        session.methods.reduce(Assurance()) { $0.adding($1.0, at: $1.1) }
    }

    private func passport(_ session: Session, for caller: Caller) throws -> SignedPassport {
        let passport = Passport(
            account: ada,
            session: session.id,
            attempt: session.attempt,
            roles: [.user],
            state: session.state,
            assurance: assurance(of: session),
            strongestFactor: state.withLock { $0.strongestFactor },
            bearer: caller.key,
            issuedAt: clock.now
        )
        return SignedPassport(unchecked: try office.sign(passport))
    }

    private func summary(_ session: Session) -> SessionSummary {
        SessionSummary(
            id: session.id,
            account: ada,
            email: Self.email,
            roles: [.user],
            state: session.state,
            assurance: assurance(of: session),
            strongestFactor: state.withLock { $0.strongestFactor },
            isRemembered: session.isRemembered,
            startedAt: clock.now,
            endsAt: clock.now + 12 * 60 * 60,
            passportExpiresAt: clock.now + state.withLock { $0.passportLife }
        )
    }
}
