import Messaging
import ProfileContract

/// Lists profiles, for the operator.
struct ListPeopleHandler: RequestHandler {
    let profiles: ProfileStore

    func handle(_ request: ListPeople, _ context: RequestContext) async throws -> ListPeople.Reply {
        // One more than a page tells whether there is another.
        let found = try await profiles.profiles(after: request.after, limit: ListPeople.pageSize + 1)
        let people = found.prefix(ListPeople.pageSize).map { ListPeople.Reply.Person(account: $0.0, profile: $0.1) }
        return ListPeople.Reply(people: people, hasMore: found.count > ListPeople.pageSize)
    }
}
