import IdentityContract
import Messaging
import ProfileContract

/// Shows people their own profile.
struct ShowProfileHandler: PersonalHandler {
    let profiles: ProfileStore

    func handle(_ request: ShowProfile, from person: Person, _ context: RequestContext) async throws -> Profile {
        try await profiles.profile(of: person.account)
    }
}
