import Messaging
import ProfileContract

/// Lists profiles, for the operator.
struct ListPeopleHandler: RequestHandler {
    let profiles: ProfileStore

    /// The most that the values of one reply come to, in bytes: a message holds twice as much, and quotes them.
    static let largestPage = 400 * 1024

    func handle(_ request: ListPeople, _ context: RequestContext) async throws -> ListPeople.Reply {
        // One more than a page tells whether there is another.
        let found = try await profiles.profiles(after: request.after, limit: ListPeople.pageSize + 1)
        var people: [ListPeople.Reply.Person] = []
        var size = 0
        for (account, profile) in found.prefix(ListPeople.pageSize) {
            size += profile.fields.values.reduce(0) { $0 + $1.utf8.count }
            guard people.isEmpty || size <= Self.largestPage else { break }
            people.append(ListPeople.Reply.Person(account: account, profile: profile))
        }
        return ListPeople.Reply(people: people, hasMore: found.count > people.count)
    }
}
