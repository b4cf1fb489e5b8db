import AppsContract
import Messaging

/// Lists all applications as declared, for the operator.
struct ListApplicationsHandler: RequestHandler {
    let applications: ApplicationStore

    func handle(_ request: ListApplications, _ context: RequestContext) async throws -> ListApplications.Reply {
        ListApplications.Reply(applications: try await applications.declarations())
    }
}
