import AuthContract
import IdentityContract
import Messaging
import Outbox
import ServiceRuntime

/// Raises the assurance of a full session, on mfa's proof.
struct RaiseSessionHandler: PersonalHandler {
    let sessions: SessionStore
    let proofs: ProofDesk
    let tokens: TokenIssue
    let events: SecurityEvents
    let clock: any WallClock

    func handle(
        _ request: RaiseSession,
        from person: Person,
        _ context: RequestContext
    ) async throws -> OpenedSession {
        let now = clock.now
        return try await tokens.once(request, context, of: person) { token, transaction in
            let accepted = try await proofs.accept(
                request.proof,
                from: person,
                bond: .session(person.session),
                purpose: .stepUp,
                at: now,
                in: transaction
            )
            switch accepted {
            case .failure(.notAccepted(let flaw)):
                events.note("A proof was not accepted: \(flaw.rawValue).", of: person.account, context)
                return .refusal(.proofNotAccepted)
            case .failure(.usedBefore):
                events.note("A proof was shown twice.", of: person.account, context)
                return .refusal(.proofUsedBefore)
            case .success(let proof):
                // That nothing is due raises nothing.
                guard proof.finding != .nothingDue else { return .refusal(.proofNotAccepted) }
                // On top of what the asking token was worth, not of what the session may have reached meanwhile: who
                // comes with an old token gains what was proven, and nothing that another proved.
                let assurance = proof.raising(person.passport.assurance, at: now)
                let issued = try await sessions.raise(person, to: assurance, under: token, at: now, in: transaction)
                events.note("A session was raised.", of: person.account, session: person.session, context)
                return .issue(issued)
            }
        }
    }
}
