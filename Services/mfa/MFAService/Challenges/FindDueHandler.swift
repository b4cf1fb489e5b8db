import IdentityContract
import MFAContract
import Messaging
import ServiceRuntime

/// Tells what is due of the asking person: for the sign-in of a pending session, or for the step-up of a full one.
struct FindDueHandler: PersonalHandler {
    static let allowsPending = true

    let signIns: SignInDueFinder
    let factors: FactorStore
    let proofs: ProofSigner
    let clock: any WallClock

    func handle(_ request: FindDue, from person: Person, _ context: RequestContext) async throws -> FindDue.Reply {
        let now = clock.now
        guard person.passport.state == .pending else {
            return Self.stepUp(to: request.requirement.strength, having: try await factors.factors(of: person.account))
        }
        switch try await signIns.due(of: person, at: now) {
        case .nothing:
            let proof = proofs.proof(that: .nothingDue, of: person, strongestFactor: .none, at: now)
            return .nothing(try proofs.sign(proof))
        case .challenge(let methods): return .challenge(methods)
        case .enrolment(let end): return .enrolment(Factors.offered, postponableUntil: end)
        }
    }

    /// What reaches `strength`.
    static func stepUp(to strength: Strength, having factors: Factors) -> FindDue.Reply {
        let methods = factors.methods(worth: strength)
        if !methods.isEmpty { return .challenge(methods) }
        // Only `none` can be reached without a factor, and only where there is none: factors are worth more than that.
        if strength == .none { return .password }
        return .enrolment(Factors.offered.filter { $0.strength >= strength }, postponableUntil: nil)
    }
}
