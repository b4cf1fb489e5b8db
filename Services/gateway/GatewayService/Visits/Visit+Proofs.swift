import AuthContract
import HTTP
import IdentityContract
import Messaging
import ServiceRuntime

extension Visit {
    /// What became of a proof.
    enum ProofUse {
        /// The session is full, or raised, under a new token.
        case accepted(LiveSession)
        /// Not taken: why, in words, and the status that goes with it.
        case refused(String, HTTPStatus)
        case fault(Fault)
    }

    /// Hands mfa's proof to auth: it completes a sign-in, and raises a session that is full already.
    func use(_ proof: SignedProof, in session: LiveSession, then: WayOn) async throws -> ProofUse {
        session.isPending
            ? try await complete(proof, session, then: then) : try await raise(proof, session, then: then)
    }

    private func complete(_ proof: SignedProof, _ session: LiveSession, then: WayOn) async throws -> ProofUse {
        let asked = gateway.clock.now
        switch try await ask(CompleteSignIn(proof: proof), of: gateway.neighbours.auth, as: session, then: then) {
        case .reply(let opened):
            return .accepted(try adopt(opened, askedAt: asked))
        case .refusal(.notPending):
            // It was completed by another tab, whose token the browser has by now, or it has ended. The way by the first
            // screen tells: it leads on who is signed in. Nothing is taken from the browser for it.
            gateway.sessions.renew(session)
            throw Detour.logIn(then: then)
        case .refusal(let refusal):
            return .refused(words.sentence(for: refusal), refusal.status)
        case .fault(let fault):
            return .fault(fault)
        }
    }

    private func raise(_ proof: SignedProof, _ session: LiveSession, then: WayOn) async throws -> ProofUse {
        let asked = gateway.clock.now
        switch try await ask(RaiseSession(proof: proof), of: gateway.neighbours.auth, as: session, then: then) {
        case .reply(let raised): return .accepted(try adopt(raised, askedAt: asked))
        case .refusal(let refusal): return .refused(words.sentence(for: refusal), refusal.status)
        case .fault(let fault): return .fault(fault)
        }
    }
}
