internal import ServiceRuntime

/// Finds the handler of a request, and makes an answer of whatever it returns or throws.
struct Responder: Sendable {
    private let tree: RouteTree
    private let log: Log
    private let problems: HTTPServer.ProblemHook
    /// The handler of every request, with everything that is done around it.
    private let handler: Router.Handler

    /// - Throws: ``BadRoutes``.
    init(_ routes: Router, log: Log, problems: @escaping HTTPServer.ProblemHook) throws(BadRoutes) {
        guard routes.mistakes.isEmpty else { throw BadRoutes(mistakes: routes.mistakes) }
        tree = routes.tree
        self.log = log
        self.problems = problems
        handler = Router.wrapping(
            { request in
                // Problems become answers in here, so that what is done around every answer is done around them too.
                do {
                    return try await Self.answer(request)
                } catch {
                    return await Self.response(to: error, of: request, log: log, problems: problems)
                }
            },
            in: routes.outermost
        )
    }

    /// Notes in the request which route it takes.
    func route(_ request: inout HTTPRequest) {
        request.finding = tree.find(request.method, request.target.path)
        if case .route(let route, let parameters) = request.finding {
            request.route = route.pattern
            request.parameters = parameters
        }
    }

    /// Answers a request that has been routed.
    func respond(to request: HTTPRequest) async -> HTTPResponse {
        do {
            return try await handler(request)
        } catch {
            return await problem(error, of: request)
        }
    }

    /// The answer to a request that ended with an error.
    func problem(_ error: any Error, of request: HTTPRequest) async -> HTTPResponse {
        await Self.response(to: error, of: request, log: log, problems: problems)
    }

    private static func answer(_ request: HTTPRequest) async throws -> HTTPResponse {
        switch request.finding {
        case .route(let route, _):
            return try await route.handler(request)
        case .otherMethods(let methods):
            let allow: HTTPHeaders = ["Allow": list(methods)]
            guard request.method == .options else {
                throw HTTPProblem(.methodNotAllowed, "This address has other methods.", headers: allow)
            }
            return HTTPResponse(.noContent, headers: allow)
        case .nothing where request.isAboutWholeServer:
            return HTTPResponse(.noContent, headers: ["Allow": list(HTTPMethod.allCases)])
        case .nothing:
            throw HTTPProblem.notFound
        }
    }

    private static func list(_ methods: [HTTPMethod]) -> String {
        methods.map(\.rawValue).joined(separator: ", ")
    }

    private static func response(
        to error: any Error,
        of request: HTTPRequest,
        log: Log,
        problems: HTTPServer.ProblemHook
    ) async -> HTTPResponse {
        let problem = problem(error, of: request, log: log)
        var response = await problems(problem, request)
        response.headers.addMissing(from: problem.headers)
        response.incident = problem.incident
        return response
    }

    private static func problem(_ error: any Error, of request: HTTPRequest, log: Log) -> HTTPProblem {
        switch error {
        case let problem as HTTPProblem:
            return problem
        case is CancellationError:
            return HTTPProblem(.serviceUnavailable, "This took too long.", headers: ["Retry-After": "1"])
        default:
            let incident = Incident.number()
            log.error(
                "A request failed.",
                [
                    "incident": incident, "method": request.method.rawValue, "route": request.route ?? "none",
                    "error": "\(error)",
                ]
            )
            return HTTPProblem(.internalServerError, "Something went wrong here.", incident: incident)
        }
    }
}

extension Router {
    /// Answers a request as a server would, without one, for tests of routes.
    ///
    /// - Throws: ``BadRoutes``.
    public func answer(
        _ request: HTTPRequest,
        problems: @escaping HTTPServer.ProblemHook = { problem, _ in HTTPServer.plainText(problem) }
    ) async throws -> HTTPResponse {
        let responder = try Responder(self, log: .silent, problems: problems)
        var request = request
        responder.route(&request)
        return await responder.respond(to: request)
    }
}
