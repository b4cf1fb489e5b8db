import AuthContract
import HTTP
import Markup
import Messaging
import ServiceRuntime

extension Visit {
    /// What the portal says of itself, for its pages.
    var portal: Portal { gateway.portal }
    var words: RefusalWords { gateway.words }

    /// The token of this page's forms, in a session or in none.
    func formToken(in session: LiveSession?) -> String {
        FormToken(browser: browser, session: session?.summary.id).text
    }

    /// The person, as a page shows them.
    func visitor(_ session: LiveSession) async -> Visitor {
        visitor(session, named: await gateway.names.name(of: session))
    }

    /// The person, where the page has just asked for the name itself.
    func visitor(_ session: LiveSession, named name: String?) -> Visitor {
        Visitor(name: name, email: session.summary.email, logOutToken: formToken(in: session))
    }

    /// Which side of the door a page is met on.
    func setting(_ session: LiveSession?) async -> Surroundings {
        guard let session, !session.isPending else { return .door }
        return .room(await visitor(session))
    }

    /// A page as an answer.
    func show(_ page: some Page, _ status: HTTPStatus = .ok) -> HTTPResponse {
        .html(page.html.renderedDocument(), status: status)
    }

    /// Leads on to a path of the portal.
    func redirect(to path: String) -> HTTPResponse {
        .redirect(to: path)
    }

    /// What a form is shown with again when its service could not be asked.
    func notice(_ fault: Fault) -> Notice {
        .bad(words.sentence(for: fault.kind))
    }

    /// A page about something that went wrong, with a way on.
    func problem(
        _ problem: ProblemPage.Problem,
        incident: String? = nil,
        wayOn: String? = nil
    ) async -> HTTPResponse {
        let page = ProblemPage(
            portal: portal,
            setting: await setting(sessionFound),
            problem: problem,
            incident: incident,
            wayOn: wayOn.flatMap(WebAddress.init)
        )
        return show(page, HTTPStatus(problem.status)).retrying(after: problem)
    }

    /// A page about a service that failed.
    func problem(_ fault: Fault, wayOn: String? = nil) async -> HTTPResponse {
        var kind = ProblemPage.Problem(fault.kind)
        // Of a question that changes nothing there is no outcome to be unsure of.
        if kind == .unknownOutcome, request.method.isSafe { kind = .unavailable }
        return await problem(kind, incident: fault.incident ?? fault.unexplained(in: gateway), wayOn: wayOn)
    }
}

extension HTTPResponse {
    /// How long a browser or a program should wait before it tries again, in seconds.
    private static let retryAfter = "2"

    fileprivate func retrying(after problem: ProblemPage.Problem) -> HTTPResponse {
        problem.status == 503 ? with("Retry-After", Self.retryAfter) : self
    }

    /// The answer to a form that could not be taken just now.
    var unavailable: HTTPResponse {
        var response = with("Retry-After", Self.retryAfter)
        response.status = .serviceUnavailable
        return response
    }
}

extension Fault {
    /// A number for a failure that came without one, and that somebody should look into.
    fileprivate func unexplained(in gateway: Gateway) -> String? {
        switch kind {
        case .overloaded, .unavailable, .deadlinePassed, .outcomeUnknown: return nil
        case .malformed, .notPermitted, .unknownSubject, .failed:
            let incident = gateway.incident()
            gateway.log.error(
                "a service did not understand or permit a question",
                ["incident": incident, "fault": "\(self)"]
            )
            return incident
        }
    }
}
