import IdentityContract
import Messaging
import Outbox
import ProfileContract
import ServiceRuntime

/// Changes one field of the asking person's own profile.
struct EditProfileHandler: PersonalHandler {
    let profiles: ProfileStore
    let answers: RememberedAnswers
    let outbox: Outbox<ProfileAnnouncement>
    let clock: any WallClock

    func handle(_ request: EditProfile, from person: Person, _ context: RequestContext) async throws -> Profile {
        guard request.field.isOwnersToEdit else { throw EditProfile.Refusal.notYours }
        let now = clock.now
        // A mailbox of somebody else's would be a way back into the account.
        if request.field == .alternateEmail { try person.requireFreshProof(at: now) }
        let value: String
        do {
            value = try FieldRule.acceptable(request.value, for: request.field)
        } catch {
            throw EditProfile.Refusal.notAcceptable(error)
        }
        return try await answers.once(request, context) { transaction in
            var profile = try await profiles.lockedProfile(of: person.account, at: now, in: transaction)
            let current = profile.fields[request.field] ?? ""
            if current == value { return .reply(profile) }
            guard current == request.seenValue else { return .refusal(.changedMeanwhile(current: current)) }
            profile.set(request.field, to: value)
            let saved = try await profiles.save(profile, of: person.account, at: now, in: transaction)
            try await outbox.announce(.profileChanged(person.account), in: transaction)
            return .reply(saved)
        }
    }
}
