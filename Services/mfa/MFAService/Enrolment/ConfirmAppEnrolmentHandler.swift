import Cryptography
import Foundation
import IdentityContract
import MFAContract
import Messaging
import Outbox
import ServiceRuntime

/// Makes an enrolment a factor, on the app's first code.
struct ConfirmAppEnrolmentHandler: PersonalHandler {
    static let allowsPending = true

    let accounts: AccountStore
    let factors: FactorStore
    let apps: AuthenticatorAppStore
    let enrolments: AppEnrolmentStore
    let proofs: ProofSigner
    let answers: RememberedAnswers
    let outbox: Outbox<MFAAnnouncement>
    let clock: any WallClock

    func handle(
        _ request: ConfirmAppEnrolment,
        from person: Person,
        _ context: RequestContext
    ) async throws -> ConfirmAppEnrolment.Reply {
        guard let name = FactorName.acceptable(request.name) else {
            throw ConfirmAppEnrolment.Refusal.nameNotAcceptable
        }
        let now = clock.now
        return try await answers.once(request, context) {
            transaction -> Remembered<Proof, ConfirmAppEnrolment.Refusal> in
            let stored = try await accounts.lock(person.account, at: now, in: transaction)
            var throttle = stored
            // Looked at again, under the lock: of two who began while there was no factor, the first alone gets through.
            let before = try await factors.factors(of: person.account, in: transaction)
            let begun = try await enrolments.enrolment(request.enrolment, of: person, at: now, in: transaction)
            guard let begun, begun.mayJoin(before) else { return .refusal(.enrolmentGone) }
            if let wait = throttle.wait(at: now) { return .refusal(.tooManyTries(waitSeconds: wait)) }

            var app = AuthenticatorApp(id: begun.id, secret: begun.secret, lastStep: .min)
            guard let step = app.step(matching: request.code, at: now) else {
                throttle.countWrong(at: now)
                try await accounts.save(throttle, over: stored, of: person.account, in: transaction)
                return .refusal(.wrongCode)
            }
            throttle.countRight(at: now)
            try await accounts.save(throttle, over: stored, of: person.account, in: transaction)

            // The code that confirms is used up too.
            app.lastStep = step
            try await apps.insert(app, of: person.account, named: name, at: now, in: transaction)
            try await enrolments.remove(begun.id, in: transaction)
            let strongest = try await factors.factors(of: person.account, in: transaction).strongest
            try await outbox.announce(.factorsChanged(person.account, strongest: strongest), in: transaction)
            return .issue(
                proofs.proof(that: .enrolled(.oneTimeCode), of: person, strongestFactor: strongest, at: now)
            )
        } issue: { proof, _ in
            ConfirmAppEnrolment.Reply(proof: try proofs.sign(proof))
        }
    }
}
