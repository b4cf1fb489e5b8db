import HTTP
import XCTest

final class RouterTests: XCTestCase {
    private func routes() -> Router {
        var routes = Router()
        routes.get("/") { _ in .text("home") }
        routes.get("/applications") { _ in .text("list") }
        routes.get("/applications/new") { _ in .text("new") }
        routes.get("/applications/:id") { request in .text("one \(try request.parameter("id"))") }
        routes.get("/applications/:id/open") { request in .text("open \(try request.parameter("id", Int.init))") }
        routes.post("/applications/:app") { request in .text("post \(try request.parameter("app"))") }
        routes.get("/applications/new/:part") { request in .text("part \(try request.parameter("part"))") }
        routes.delete("/things/:a/:b") { request in
            .text(try request.parameter("a") + "+" + request.parameter("b"))
        }
        return routes
    }

    private func answer(_ method: HTTPMethod, _ target: String, _ routes: Router) async throws -> HTTPResponse {
        try await routes.answer(try HTTPRequest(method, target))
    }

    private func text(_ response: HTTPResponse) -> String {
        if case .bytes(let bytes) = response.body { String(decoding: bytes, as: UTF8.self) } else { "" }
    }

    func testEachPathLeadsToItsHandler() async throws {
        let cases: [(HTTPMethod, String, String)] = [
            (.get, "/", "home"), (.get, "/?a=b", "home"), (.get, "/applications", "list"),
            (.get, "/applications/new", "new"), (.get, "/applications/12", "one 12"),
            (.get, "/applications/12/open", "open 12"), (.get, "/applications/new/x", "part x"),
            (.get, "/applications/new/open", "part open"), (.post, "/applications/new2", "post new2"),
            (.get, "/applications/a%2Fb%20%C3%BC", "one a/b ü"), (.delete, "/things/1/2", "1+2"),
            (.head, "/applications", "list"),
        ]
        for (method, target, expected) in cases {
            let response = try await answer(method, target, routes())
            XCTAssertEqual(response.status, .ok, target)
            XCTAssertEqual(text(response), expected, target)
        }
    }

    func testWhatLeadsNowhereIsNotFound() async throws {
        let targets = [
            "/applications/", "/applications//open", "/applications/x/open", "//", "/APPLICATIONS", "/things/1",
            "/things/1/2/3", "/applications/12/open/", "/%61pplications",
        ]
        for target in targets {
            let response = try await answer(.get, target, routes())
            XCTAssertEqual(response.status, .notFound, target)
        }
    }

    func testOtherMethodsAreNamed() async throws {
        let wrong = try await answer(.put, "/applications/12", routes())
        XCTAssertEqual(wrong.status, .methodNotAllowed)
        XCTAssertEqual(wrong.headers["Allow"], "GET, HEAD, POST, OPTIONS")
        let options = try await answer(.options, "/things/1/2", routes())
        XCTAssertEqual(options.status, .noContent)
        XCTAssertEqual(options.headers["Allow"], "DELETE, OPTIONS")
    }

    func testOneShapeOfPathMayHaveDifferentNamesForItsGaps() async throws {
        let response = try await answer(.post, "/applications/12", routes())
        XCTAssertEqual(text(response), "post 12")
    }

    func testWrappersGoAroundTheirGroupAlone() async throws {
        func note(_ word: String) -> Router.Wrapper {
            { request, handler in
                let response = try await handler(request)
                let before = response.headers["X-Way"].map { " \($0)" } ?? ""
                return response.with("X-Way", word + before)
            }
        }
        var routes = Router()
        routes.wrapEverything(in: note("all"))
        routes.group("/security", in: [note("outer"), note("inner")]) { routes in
            routes.get("/password") { _ in .text("password") }
            routes.group("/factors", in: [note("third")]) { routes in
                routes.get("/:id") { request in .text(request.route ?? "") }
            }
        }
        routes.get("/plain") { _ in throw HTTPProblem(.forbidden, "no") }

        let password = try await answer(.get, "/security/password", routes)
        XCTAssertEqual(password.headers["X-Way"], "all outer inner")
        let factor = try await answer(.get, "/security/factors/1", routes)
        XCTAssertEqual(factor.headers["X-Way"], "all outer inner third")
        XCTAssertEqual(text(factor), "/security/factors/:id")
        let plain = try await answer(.get, "/plain", routes)
        XCTAssertEqual(plain.headers["X-Way"], "all")
        XCTAssertEqual(plain.status, .forbidden)
        let missing = try await answer(.get, "/missing", routes)
        XCTAssertEqual(missing.headers["X-Way"], "all")
    }

    func testAWrapperMayAnswerInsteadOfTheHandler() async throws {
        var routes = Router()
        routes.wrapEverything { request, handler in
            guard request.host?.name == "portal.example" else { throw HTTPProblem(.misdirected, "another host") }
            return try await handler(request)
        }
        routes.get("/") { _ in .text("ok") }
        let wrong = try await answer(.get, "/", routes)
        XCTAssertEqual(wrong.status, .misdirected)
        let right = try await routes.answer(try HTTPRequest(.get, "/", headers: ["Host": "Portal.Example:8443"]))
        XCTAssertEqual(right.status, .ok)
    }

    func testTablesThatMakeNoSenseAreRefused() async throws {
        let mistakes: [(String, (inout Router) -> Void)] = [
            ("no slash", { $0.get("a") { _ in .text("") } }),
            ("a gap without a name", { $0.get("/:") { _ in .text("") } }),
            ("one name twice", { $0.get("/:a/:a") { _ in .text("") } }),
            (
                "two handlers",
                {
                    $0.get("/a/:b") { _ in .text("") }
                    $0.get("/a/:c") { _ in .text("") }
                }
            ),
        ]
        for (what, add) in mistakes {
            var routes = Router()
            add(&routes)
            do {
                _ = try await answer(.get, "/", routes)
                XCTFail("accepted: \(what)")
            } catch {
                XCTAssertEqual((error as? BadRoutes)?.mistakes.count, 1, what)
            }
        }
    }

    func testErrorsAreWordedByTheHookAlone() async throws {
        struct Secret: Error {}
        var routes = Router()
        routes.get("/bug") { _ in throw Secret() }
        routes.get("/busy") { _ in throw HTTPProblem(.serviceUnavailable, "busy", headers: ["Retry-After": "7"]) }
        let hook: HTTPServer.ProblemHook = { problem, request in
            .text("\(request.path) \(problem.status) \(problem.incident?.count ?? 0)", status: problem.status)
        }
        let bug = try await routes.answer(try HTTPRequest(.get, "/bug"), problems: hook)
        XCTAssertEqual(text(bug), "/bug 500 12")
        let busy = try await routes.answer(try HTTPRequest(.get, "/busy"), problems: hook)
        XCTAssertEqual(text(busy), "/busy 503 0")
        XCTAssertEqual(busy.headers["Retry-After"], "7")
    }
}
