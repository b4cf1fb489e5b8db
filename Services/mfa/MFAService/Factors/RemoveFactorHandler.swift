import IdentityContract
import MFAContract
import Messaging
import Outbox
import ServiceRuntime

/// Removes one of the asking person's own factors.
///
/// The last one can be removed too, where policy requires one: a lost phone must not stay a way in because its owner
/// has no other yet. The person is left without it only until the next sign-in, which leads to enrolment, and postponing
/// that is not earned again: the enrolment period began once.
struct RemoveFactorHandler: PersonalHandler {
    let accounts: AccountStore
    let factors: FactorStore
    let answers: RememberedAnswers
    let outbox: Outbox<MFAAnnouncement>
    let clock: any WallClock

    func handle(
        _ request: RemoveFactor,
        from person: Person,
        _ context: RequestContext
    ) async throws -> RemoveFactor.Reply {
        let now = clock.now
        return try await answers.once(request, context) { transaction in
            _ = try await accounts.lock(person.account, at: now, in: transaction)
            // What the account has is known here better than in a passport, which auth wrote some seconds ago.
            let strongest = try await factors.factors(of: person.account, in: transaction).strongest
            try person.require(.sensitiveChange(whereStrongestIs: strongest), at: now)
            guard try await factors.remove(request.factor, of: person.account, in: transaction) else {
                return .refusal(.noSuchFactor)
            }
            let left = try await factors.factors(of: person.account, in: transaction)
            try await outbox.announce(.factorsChanged(person.account, strongest: left.strongest), in: transaction)
            return .reply(RemoveFactor.Reply())
        }
    }
}
