import HTTP
import Messaging
import ServiceRuntime

extension Visit {
    /// What a visitor gets instead of an answer: whatever a route throws ends here.
    ///
    /// `back` is the page that a form came from.
    func answer(to error: any Error, back: String? = nil) async -> HTTPResponse {
        let isProgram = prefersJSON && request.method == .post
        switch error {
        case let detour as Detour:
            return isProgram ? asJSON(detour) : redirect(to: detour.path)
        case let refused as FormRefused:
            gateway.log.debug("a form was not taken", ["reason": "\(refused)", "route": request.route ?? ""])
            return isProgram
                ? asJSON(
                    ProblemDetails("stale-form", portal.words.problems.staleForm.heading, .forbidden, location: back)
                )
                : await problem(.staleForm, wayOn: back)
        case let fault as Fault:
            return isProgram ? asJSON(fault) : await problem(fault, wayOn: back ?? wayOnHere)
        case let problem as HTTPProblem:
            return await answer(to: problem)
        case is CancellationError:
            return await problem(.unavailable)
        default:
            let incident = gateway.incident()
            gateway.log.error(
                "a visit failed",
                [
                    "incident": incident, "trace": TraceID.current?.description ?? "", "route": request.route ?? "",
                    "error": "\(error)",
                ]
            )
            return await problem(.failed, incident: incident)
        }
    }

    /// What the server, the routing or the reading of a form had to object to.
    func answer(to problem: HTTPProblem) async -> HTTPResponse {
        let kind: ProblemPage.Problem =
            switch problem.status.code {
            case 404: .notFound
            case 405: .wrongMethod
            case 413: .tooLarge
            case 421: .misdirected
            case 429: .tooManyTries
            case 500: .failed
            case 503: .unavailable
            default: .malformed
            }
        var response = await self.problem(kind, incident: problem.incident)
        response.status = problem.status
        for field in problem.headers.fields { response.headers[field.name] = field.value }
        return response
    }

    /// Whether whoever asks reads JSON rather than pages.
    var prefersJSON: Bool {
        (request.headers["Accept"] ?? "").split(separator: ",").first?.hasPrefix("application/json") ?? false
    }

    /// A page can be asked for again where it is; a change cannot.
    private var wayOnHere: String? {
        request.method.isSafe ? here.path : nil
    }

    private func asJSON(_ detour: Detour) -> HTTPResponse {
        switch detour {
        case .logIn:
            asJSON(ProblemDetails("log-in", words.sessionEnded, .unauthorized, location: detour.path))
        case .whatIsDue, .stepUp:
            asJSON(ProblemDetails("verify", words.secondFactorNeeded, .forbidden, location: detour.path))
        }
    }

    func asJSON(_ fault: Fault) -> HTTPResponse {
        let problem = ProblemPage.Problem(fault.kind)
        let title = words.sentence(for: fault.kind)
        let details = ProblemDetails(
            problem.status == 503 ? "unavailable" : "failed",
            title,
            HTTPStatus(problem.status),
            incident: fault.incident
        )
        return problem.status == 503 ? asJSON(details).unavailable : asJSON(details)
    }

    private func asJSON(_ details: ProblemDetails) -> HTTPResponse {
        // It is made of texts and numbers, which JSON can always write.
        (try? details.response) ?? HTTPResponse(HTTPStatus(details.status))
    }
}
