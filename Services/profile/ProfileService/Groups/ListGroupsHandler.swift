import Messaging
import ProfileContract

/// Lists all groups with their members, for the operator.
struct ListGroupsHandler: RequestHandler {
    let groups: GroupStore

    func handle(_ request: ListGroups, _ context: RequestContext) async throws -> ListGroups.Reply {
        ListGroups.Reply(groups: try await groups.groups())
    }
}
