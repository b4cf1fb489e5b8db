import AuthContract
import IdentityContract
import Messaging
import Outbox
import ServiceRuntime

/// Makes a pending session full, on mfa's proof and on nothing else.
struct CompleteSignInHandler: PersonalHandler {
    static let allowsPending = true

    let accounts: AccountStore
    let sessions: SessionStore
    let proofs: ProofDesk
    let tokens: TokenIssue
    let outbox: Outbox<AuthAnnouncement>
    let events: SecurityEvents
    let clock: any WallClock

    func handle(
        _ request: CompleteSignIn,
        from person: Person,
        _ context: RequestContext
    ) async throws -> OpenedSession {
        let now = clock.now
        return try await tokens.once(request, context, of: person) { token, transaction in
            let accepted = try await proofs.accept(
                request.proof,
                from: person,
                bond: .attempt(person.passport.attempt),
                purpose: .signIn,
                at: now,
                in: transaction
            )
            let proof: Proof
            switch accepted {
            case .failure(.notAccepted(let flaw)):
                events.note("A proof was not accepted: \(flaw.rawValue).", of: person.account, context)
                return .refusal(.proofNotAccepted)
            case .failure(.usedBefore):
                events.note("A proof was shown twice.", of: person.account, context)
                return .refusal(.proofUsedBefore)
            case .success(let accepted): proof = accepted
            }
            guard try await accounts.lockActivated(person.account, in: transaction) else {
                return .refusal(.notPending)
            }
            let assurance = proof.raising(person.passport.assurance, at: now)
            guard
                let issued = try await sessions.complete(
                    person,
                    with: assurance,
                    under: token,
                    at: now,
                    in: transaction
                )
            else { return .refusal(.notPending) }
            let ended = try await sessions.endExcess(
                of: person.account,
                .full,
                besides: person.session,
                in: transaction
            )
            try await outbox.announceEnded(ended, in: transaction)
            events.note("Signed in.", of: person.account, session: person.session, context)
            return .issue(issued)
        }
    }
}
