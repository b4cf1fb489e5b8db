import AuthContract
import HTTP
import IdentityContract
import Messaging
import ServiceRuntime

/// The portal's ways of adding a route: each brings the checks that its kind needs.
struct PortalRouter {
    /// How long a visit may take altogether, whoever it asks.
    static let patience: Duration = .seconds(15)

    typealias Page = @Sendable (Visit) async throws -> HTTPResponse
    typealias Form = @Sendable (Visit, CheckedForm) async throws -> HTTPResponse

    let gateway: Gateway
    private(set) var router = Router()

    init(gateway: Gateway) {
        self.gateway = gateway
        router.wrapEverything(in: DoorGuard(address: gateway.address).answer)
    }

    /// A page, which changes nothing.
    mutating func page(_ pattern: String, _ show: @escaping Page) {
        router.get(pattern) { [gateway] request in
            try await Self.visit(request, gateway, back: nil) { try await show($0) }
        }
    }

    /// A form of somebody who is signed in, or on the way.
    mutating func form(_ pattern: String, _ take: @escaping Form, back: String) {
        router.post(pattern) { [gateway] request in
            let fields = try request.form()
            let back = WayOn(fields["then"]).carried(by: back)
            return try await Self.visit(request, gateway, back: back) { visit in
                let form = try await CheckedForm(fields, of: request, at: gateway.address) {
                    // Whoever is not signed in any more signs in first, and then finds the page of the form.
                    let then = fields["then"] == nil ? WayOn(back) : WayOn(fields["then"]).afterForm
                    let session = try await visit.anySession(then: then)
                    return FormToken(browser: visit.browser, session: session.summary.id)
                }
                return try await take(visit, form)
            }
        }
    }

    /// A form of the sign-in, which belongs to no session yet.
    mutating func doorForm(_ pattern: String, _ take: @escaping Form, back: String) {
        router.post(pattern) { [gateway] request in
            let fields = try request.form()
            let back = WayOn(fields["then"]).carried(by: back)
            return try await Self.visit(request, gateway, back: back) { visit in
                let form = try await CheckedForm(fields, of: request, at: gateway.address) {
                    FormToken(browser: visit.browser, session: nil)
                }
                return try await take(visit, form)
            }
        }
    }

    /// Something that is the same for everybody.
    mutating func plain(_ pattern: String, _ show: @escaping Router.Handler) {
        router.get(pattern, show)
    }

    /// Makes a visit of a request, and an answer of whatever comes of it.
    private static func visit(
        _ request: HTTPRequest,
        _ gateway: Gateway,
        back: String?,
        _ answer: (Visit) async throws -> HTTPResponse
    ) async throws -> HTTPResponse {
        let visit = try Visit(request, to: gateway)
        // One trace for everything that is asked on this visit's behalf, in every program's log.
        return await TraceID.$current.withValue(TraceID(random: gateway.random)) {
            await Deadline.$current.withValue(.sooner(of: patience)) {
                do {
                    return visit.withCookies(try await answer(visit))
                } catch {
                    return visit.withCookies(await visit.answer(to: error, back: back))
                }
            }
        }
    }
}
