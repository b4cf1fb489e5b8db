import Cryptography
import Foundation
import IdentityContract
import Postgres

/// Takes mfa's proofs: each once, and only for what it was signed for.
struct ProofDesk {
    let keys: VerifyingKeys
    let factors: KnownFactors

    /// Why a proof was turned away.
    enum Refusal: Error {
        case notAccepted(Proof.Flaw)
        case usedBefore
    }

    /// How long a used one is remembered after its own end: as long as replicas' clocks may differ, and then some.
    private static let remembered: TimeInterval = 60

    /// Takes a proof, which is used up if this transaction is committed.
    func accept(
        _ signed: SignedProof,
        from person: Person,
        bond: Proof.Bond,
        purpose: Proof.Purpose,
        at now: Date,
        in transaction: Transaction
    ) async throws -> Result<Proof, Refusal> {
        let proof: Proof
        do {
            proof = try Proof.check(signed, with: keys, for: person.account, bond: bond, purpose: purpose, at: now)
        } catch {
            guard let flaw = error as? Proof.Flaw else { throw error }
            return .failure(.notAccepted(flaw))
        }
        let isNew = try await transaction.run(
            """
            INSERT INTO used_proofs (id, forgotten_at) VALUES (\(proof.id), \(proof.expiresAt + Self.remembered))
            ON CONFLICT (id) DO NOTHING
            """
        )
        guard isNew == 1 else { return .failure(.usedBefore) }
        try await factors.takeHint(of: proof, beyond: person.passport.strongestFactor, in: transaction)
        return .success(proof)
    }
}

extension Proof {
    /// What a session is worth with this proof: a passed challenge counts, an enrolment verifies nobody.
    func raising(_ assurance: Assurance, at now: Date) -> Assurance {
        guard case .passed(let method) = finding else { return assurance }
        // mfa's clock may be a little ahead of ours.
        return assurance.adding(method, at: min(issuedAt, now))
    }
}
