import Cryptography
import Foundation
import IdentityContract
import ServiceRuntime

/// Says to auth, under signature, what was found about somebody.
struct ProofSigner {
    let key: SigningKey

    /// A proof bound to the sign-in of a pending session, or to a full session for its step-up.
    func proof(
        that finding: Proof.Finding,
        of person: Person,
        strongestFactor: Strength,
        at now: Date
    ) -> Proof {
        let isSignIn = person.passport.state == .pending
        return Proof(
            id: Identifier(at: now),
            account: person.account,
            bond: isSignIn ? .attempt(person.passport.attempt) : .session(person.session),
            purpose: isSignIn ? .signIn : .stepUp,
            finding: finding,
            strongestFactor: strongestFactor,
            issuedAt: now
        )
    }

    /// The proof as it travels.
    ///
    /// Signed twice it is still one proof: auth takes its id once.
    func sign(_ proof: Proof) throws -> SignedProof {
        try SignedProof(proof, by: key)
    }
}
