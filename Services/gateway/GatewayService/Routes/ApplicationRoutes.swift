import AppsContract
import AuthContract
import HTTP
import IdentityContract
import Markup
import Messaging
import ServiceRuntime

/// **Applications**, and opening one.
enum ApplicationRoutes {
    static func showHome(_ visit: Visit) async throws -> HTTPResponse {
        visit.redirect(to: WayOn.applications.path)
    }

    static func show(_ visit: Visit) async throws -> HTTPResponse {
        let session = try await visit.fullSession(then: .applications)
        async let visitor = visit.visitor(session)
        do {
            let list = try await visit.tiles(of: session)
            let (assurance, now) = (session.summary.assurance, visit.gateway.clock.now)
            let key = PageShelf.Key(
                visitor: await visitor,
                list: list.number,
                asking: ApplicationsPage.asking(among: list.tiles, of: assurance, at: now)
            )
            let page = visit.gateway.pages.page(for: key) {
                ApplicationsPage(portal: visit.portal, visitor: key.visitor, tiles: list.tiles, asking: key.asking)
                    .html.renderedDocument()
            }
            return .html(page)
        } catch is Fault {
            // The rest of the portal is there: the page says that this part is not.
            return visit.show(ApplicationsPage(portal: visit.portal, visitor: await visitor, tiles: nil)).unavailable
        }
    }

    /// Opens an application: leads to its target, which apps tells only to who has it and has proven enough.
    static func open(_ visit: Visit) async throws -> HTTPResponse {
        let application = try visit.request.parameter("id", ApplicationID.init)
        // What follows a form comes back by a page of ours, however it was first asked for.
        let then = visit.here
        let session = try await visit.fullSession(then: then)
        let question = LaunchApplication(application: application)
        switch try await visit.ask(question, of: visit.gateway.neighbours.apps, as: session, then: then) {
        case .reply(let launch):
            guard let target = WebAddress(launch.target), !target.isLocal else { throw UnsafeTarget() }
            if visit.request.query["carried"] != nil {
                return visit.show(CarryOnPage(portal: visit.portal, application: launch.name, target: target))
            }
            return HTTPResponse.redirect(to: target.text).with("Referrer-Policy", "no-referrer")
        case .refusal(let refusal):
            return await visit.problem(refusal.problem, wayOn: WayOn.applications.path)
        case .fault(let fault):
            return await visit.problem(fault, wayOn: visit.here.path)
        }
    }
}

/// Apps told a target to which nobody can be sent.
struct UnsafeTarget: Error, CustomStringConvertible {
    var description: String { "the target of an application is no address to send anybody to" }
}

extension Visit {
    /// The tiles of whoever has this session, kept or new.
    fileprivate func tiles(of session: LiveSession) async throws -> TileList {
        do {
            return try await gateway.tiles.tiles(of: session)
        } catch is Denial {
            // Asked once more in the way that knows what to make of it.
            let answer = try await ask(ListTiles(), of: gateway.neighbours.apps, as: session, then: .applications)
            return gateway.tiles.list(of: try answer.get().tiles)
        }
    }
}
