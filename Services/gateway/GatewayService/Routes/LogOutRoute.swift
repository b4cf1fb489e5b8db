import AuthContract
import HTTP
import Messaging

/// **Log Out**: ends the session everywhere at once.
enum LogOutRoute {
    static func logOut(_ visit: Visit, _ form: CheckedForm) async throws -> HTTPResponse {
        let session = try await visit.anySession(then: .applications)
        let auth = visit.gateway.neighbours.auth
        switch try await visit.ask(EndSession(), of: auth, as: session, then: .applications) {
        case .reply:
            visit.gateway.sessions.end(session)
            try visit.leave()
            try visit.forget(.attempt)
            return visit.redirect(to: "/login")
        case .fault(let fault):
            // The cookie stays: without it nobody could end the session any more.
            return await visit.problem(fault, wayOn: WayOn.applications.path)
        }
    }
}
