import Cryptography
import Foundation
import IdentityContract
import MFAContract
import Messaging
import Outbox
import ServiceRuntime

/// Begins to enrol an authenticator app.
struct BeginAppEnrolmentHandler: PersonalHandler {
    static let allowsPending = true

    let accounts: AccountStore
    let factors: FactorStore
    let enrolments: AppEnrolmentStore
    let answers: RememberedAnswers
    let organization: String
    let clock: any WallClock

    func handle(
        _ request: BeginAppEnrolment,
        from person: Person,
        _ context: RequestContext
    ) async throws -> BeginAppEnrolment.Reply {
        guard AppEnrolment.isAcceptable(label: request.label) else { throw Fault(.malformed) }
        let now = clock.now
        return try await answers.once(request, context) {
            transaction -> Remembered<FactorID, BeginAppEnrolment.Refusal> in
            _ = try await accounts.lock(person.account, at: now, in: transaction)
            let factors = try await factors.factors(of: person.account, in: transaction)
            if person.passport.state == .pending {
                // Who has shown only a password must not get round a factor by adding another.
                guard factors.isEmpty else { return .refusal(.alreadyEnrolled) }
            } else {
                // What the account has is known here better than in a passport, which auth wrote some seconds ago.
                try person.require(.sensitiveChange(whereStrongestIs: factors.strongest), at: now)
            }
            guard factors.all.count < Factors.most else { return .refusal(.tooManyFactors) }
            let enrolment = AppEnrolment(
                id: FactorID(at: now),
                account: person.account,
                session: person.session,
                proven: factors.strongest,
                label: request.label,
                secret: Secret(TOTP.generateSecret()),
                expiresAt: now + AppEnrolment.lifetime
            )
            try await enrolments.replace(by: enrolment, in: transaction)
            return .issue(enrolment.id)
        } issue: { id, transaction in
            // Read from its own row, so that the secret lies in no remembered answer. A repeat shows the same one; where
            // the session has since begun another, nobody waits for this answer any more.
            let begun = try await enrolments.enrolment(id, of: person, at: now, in: transaction)
            guard let begun else { throw Fault(.outcomeUnknown) }
            return begun.shown(by: organization)
        }
    }
}
