import AppsContract
import IdentityContract
import Messaging

/// Lists what the asking person may open.
struct ListTilesHandler: PersonalHandler {
    let applications: ApplicationStore

    func handle(_ request: ListTiles, from person: Person, _ context: RequestContext) async throws -> ListTiles.Reply {
        ListTiles.Reply(tiles: try await applications.tiles(for: person.account))
    }
}
