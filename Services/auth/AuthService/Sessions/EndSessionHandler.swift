import AuthContract
import IdentityContract
import Messaging
import Outbox
import Postgres

/// Logs out: the session that asks ends, and everyone hears of it.
///
/// It is the same however often it is asked: a session that is gone stays gone.
struct EndSessionHandler: PersonalHandler {
    static let allowsPending = true

    let sessions: SessionStore
    let outbox: Outbox<AuthAnnouncement>
    let events: SecurityEvents

    func handle(_ request: EndSession, from person: Person, _ context: RequestContext) async throws -> EndSession.Reply
    {
        let ended = try await sessions.database.transaction { transaction in
            let ended = try await sessions.end(person.session, of: person.account, in: transaction)
            try await outbox.announceEnded(ended, in: transaction)
            return ended
        }
        if !ended.isEmpty { events.note("Logged out.", of: person.account, session: person.session, context) }
        return EndSession.Reply()
    }
}
