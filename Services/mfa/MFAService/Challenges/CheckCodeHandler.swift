import Foundation
import IdentityContract
import MFAContract
import Messaging
import Outbox
import Postgres
import ServiceRuntime

/// Checks a code of one of the asking person's authenticator apps.
struct CheckCodeHandler: PersonalHandler {
    static let allowsPending = true

    let accounts: AccountStore
    let factors: FactorStore
    let apps: AuthenticatorAppStore
    let proofs: ProofSigner
    let answers: RememberedAnswers
    let clock: any WallClock

    func handle(_ request: CheckCode, from person: Person, _ context: RequestContext) async throws -> CheckCode.Reply {
        let now = clock.now
        return try await answers.once(request, context) { transaction -> Remembered<Proof, CheckCode.Refusal> in
            // Locked before anything is judged: however many guess at once, in however many replicas, they take turns.
            let stored = try await accounts.lock(person.account, at: now, in: transaction)
            var throttle = stored
            let apps = try await apps.apps(of: person.account, in: transaction)
            guard !apps.isEmpty else { return .refusal(.notEnrolled) }
            if let wait = throttle.wait(at: now) { return .refusal(.tooManyTries(waitSeconds: wait)) }

            guard try await accept(request, from: apps, of: person, at: now, in: transaction) else {
                throttle.countWrong(at: now)
                try await accounts.save(throttle, over: stored, of: person.account, in: transaction)
                return .refusal(.wrongCode)
            }
            throttle.countRight(at: now)
            try await accounts.save(throttle, over: stored, of: person.account, in: transaction)
            let strongest = try await factors.factors(of: person.account, in: transaction).strongest
            return .issue(
                proofs.proof(that: .passed(.oneTimeCode), of: person, strongestFactor: strongest, at: now)
            )
        } issue: { proof, _ in
            CheckCode.Reply(proof: try proofs.sign(proof))
        }
    }

    /// Uses the code up in the app that shows it; `false` where none does.
    private func accept(
        _ request: CheckCode,
        from apps: [AuthenticatorApp],
        of person: Person,
        at now: Date,
        in transaction: Transaction
    ) async throws -> Bool {
        // Every app is asked, so that the delay does not say whose code it was.
        let matches = apps.compactMap { app in app.step(matching: request.code, at: now).map { (app, $0) } }
        guard let (app, step) = matches.first else { return false }
        return try await self.apps.use(app, of: person.account, step: step, at: now, in: transaction)
    }
}
