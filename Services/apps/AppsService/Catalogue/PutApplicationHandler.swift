import AppsContract
import Messaging
import Outbox
import ServiceRuntime

/// Makes or changes an application, for the operator.
struct PutApplicationHandler: RequestHandler {
    let applications: ApplicationStore
    let answers: RememberedAnswers
    let outbox: Outbox<AppsAnnouncement>
    let clock: any WallClock

    func handle(_ request: PutApplication, _ context: RequestContext) async throws -> PutApplication.Reply {
        let declaration = try ApplicationRule.acceptable(request.declaration)
        let now = clock.now
        return try await answers.once(request, context) { transaction in
            // Declared again as it is: nobody's tiles are stale.
            if let known = try await applications.lockedDeclaration(named: declaration.name, in: transaction),
                known.declaration == declaration
            {
                return .reply(PutApplication.Reply(application: known.id))
            }
            guard let id = try await applications.put(declaration, at: now, in: transaction) else {
                return .refusal(.nameNotAcceptable)
            }
            try await outbox.announce(.catalogueChanged, in: transaction)
            return .reply(PutApplication.Reply(application: id))
        }
    }
}
