import IdentityContract
import MFAContract
import Messaging
import ServiceRuntime

/// Lets a sign-in go on without the factor that policy asks for, as long as the enrolment period lasts.
struct PostponeEnrolmentHandler: PersonalHandler {
    static let allowsPending = true

    let signIns: SignInDueFinder
    let proofs: ProofSigner
    let clock: any WallClock

    func handle(
        _ request: PostponeEnrolment,
        from person: Person,
        _ context: RequestContext
    ) async throws -> PostponeEnrolment.Reply {
        let now = clock.now
        // A full session has nothing to postpone.
        guard person.passport.state == .pending else { throw PostponeEnrolment.Refusal.notPostponable }
        switch try await signIns.due(of: person, at: now) {
        case .nothing, .enrolment(.some): break
        case .challenge, .enrolment(nil): throw PostponeEnrolment.Refusal.notPostponable
        }
        let proof = proofs.proof(that: .nothingDue, of: person, strongestFactor: .none, at: now)
        return PostponeEnrolment.Reply(proof: try proofs.sign(proof))
    }
}
