import HTTP
import ServiceRuntime
import Support
import XCTest

final class ClientAndServerTests: XCTestCase {
    private struct Greeting: Codable, Equatable {
        var name: String
    }

    private func server() async throws -> RunningServer {
        try await .start { routes in
            routes.get("/hello") { _ in .text("hello") }
            routes.get("/people/:name") { request in .text(try request.parameter("name")) }
            routes.post("/echo") { request in .bytes(request.body, type: .bytes) }
            routes.post("/form") { request in .text(try request.form()["name"] ?? "none") }
            routes.post("/json") { request in try .json(try request.decode(Greeting.self), status: .created) }
            routes.get("/chunks") { _ in
                .stream(type: .text) { writer in
                    for piece in ["one ", "two ", "three"] { try await writer.write(Array(piece.utf8)) }
                }
            }
            routes.delete("/thing") { _ in HTTPResponse(.noContent) }
            routes.get("/away") { _ in .redirect(to: "/hello") }
        }
    }

    func testAnswersCarryWhatTheHandlersMade() async throws {
        try await withTimeLimit(.seconds(60)) {
            let server = try await server()
            let client = server.client
            let hello = try await client.get("/hello")
            XCTAssertEqual(hello.status, .ok)
            XCTAssertEqual(hello.text, "hello")
            XCTAssertEqual(hello.headers["content-type"], "text/plain; charset=utf-8")
            let person = try await client.get("/people/J%C3%BCrgen%20O'Neil")
            XCTAssertEqual(person.text, "Jürgen O'Neil")
            let chunks = try await client.get("/chunks")
            XCTAssertEqual(chunks.text, "one two three")
            XCTAssertEqual(chunks.headers["Transfer-Encoding"], "chunked")
            let gone = try await client.delete("/thing")
            XCTAssertEqual(gone.status, .noContent)
            XCTAssertNil(gone.headers["Content-Length"])
            let away = try await client.get("/away")
            XCTAssertEqual(away.status, .seeOther)
            XCTAssertEqual(away.headers["Location"], "/hello")
            try await server.stop()
        }
    }

    func testFormsAndJSONArriveAsTheyWereSent() async throws {
        try await withTimeLimit(.seconds(60)) {
            let server = try await server()
            let client = server.client
            let form = try await client.post("/form", form: ["name": "Zoë & Söhne=50% +1\u{0}🙂"])
            XCTAssertEqual(form.text, "Zoë & Söhne=50% +1\u{0}🙂")
            let json = try await client.post("/json", json: Greeting(name: "Ada"))
            XCTAssertEqual(json.status, .created)
            XCTAssertEqual(try json.decode(Greeting.self), Greeting(name: "Ada"))
            let wrong = try await client.post("/json", form: ["name": "Ada"])
            XCTAssertEqual(wrong.status, .unsupportedMediaType)
            let broken = try await client.send(.post, "/json", body: Array("{".utf8), type: .json)
            XCTAssertEqual(broken.status, .badRequest)
            try await server.stop()
        }
    }

    func testABodyOfAMegabyteGoesThereAndBack() async throws {
        try await withTimeLimit(.seconds(60)) {
            let server = try await server()
            let body = (0..<1024 * 1024).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
            let answer = try await server.client.send(.post, "/echo", body: body, type: .bytes)
            XCTAssertEqual(answer.status, .ok)
            XCTAssertEqual(answer.body, body)
            try await server.stop()
        }
    }
}
