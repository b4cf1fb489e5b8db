import Messaging
import Outbox
import ProfileContract
import ServiceRuntime

/// Sets fields of somebody's profile, for the operator.
struct PutPersonHandler: RequestHandler {
    let profiles: ProfileStore
    let answers: RememberedAnswers
    let outbox: Outbox<ProfileAnnouncement>
    let clock: any WallClock

    func handle(_ request: PutPerson, _ context: RequestContext) async throws -> Profile {
        var values: [ProfileField: String] = [:]
        for (field, typed) in request.fields {
            do {
                values[field] = try FieldRule.acceptable(typed, for: field)
            } catch {
                throw PutPerson.Refusal.notAcceptable(field, error)
            }
        }
        let now = clock.now
        let accepted = values
        return try await answers.once(request, context) { transaction in
            let before = try await profiles.lockedProfile(of: request.account, at: now, in: transaction)
            var after = before
            for (field, value) in accepted { after.set(field, to: value) }
            if after == before { return .reply(before) }
            let saved = try await profiles.save(after, of: request.account, at: now, in: transaction)
            try await outbox.announce(.profileChanged(request.account), in: transaction)
            return .reply(saved)
        }
    }
}
