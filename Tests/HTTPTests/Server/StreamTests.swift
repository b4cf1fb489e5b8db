import HTTP
import Support
import Synchronization
import XCTest

/// Answers that are written piece by piece.
final class StreamTests: XCTestCase {
    private final class Diary: Sendable {
        let lines = Mutex<[String]>([])
        func note(_ line: String) { lines.withLock { $0.append(line) } }
        var all: [String] { lines.withLock { $0 } }
    }

    func testEventsArriveOneByOneAsTheyAreSent() async throws {
        try await withTimeLimit(.seconds(60)) {
            let server = try await RunningServer.start { routes in
                routes.get("/events") { _ in
                    .events { events in
                        for number in 1...3 {
                            try await events.send(ServerSentEvent("number\n\(number)", name: "count", id: "\(number)"))
                            try await events.sendHeartbeat()
                        }
                    }
                }
            }
            var text = ""
            try await server.client.stream("/events") { head, piece in
                XCTAssertEqual(head.headers["Content-Type"], "text/event-stream")
                XCTAssertEqual(head.headers["Cache-Control"], "no-store")
                text += String(decoding: piece, as: UTF8.self)
                return true
            }
            let expected = (1...3).map { "event: count\nid: \($0)\ndata: number\ndata: \($0)\n\n:\n\n" }
            XCTAssertEqual(text, expected.joined())
            try await server.stop()
        }
    }

    func testAClientThatLeavesCancelsTheStream() async throws {
        try await withTimeLimit(.seconds(60)) {
            let diary = Diary()
            let server = try await RunningServer.start { routes in
                routes.get("/events") { _ in
                    .events { events in
                        try await events.send(ServerSentEvent("hello"))
                        do {
                            try await Task.sleep(for: .seconds(120))
                        } catch {
                            diary.note("cancelled: \(error is CancellationError)")
                            throw error
                        }
                    }
                }
            }
            let connection = try await RawConnection.open(to: server.port)
            try await connection.send("GET /events HTTP/1.1\r\nHost: a\r\n\r\n")
            _ = try await connection.read { $0.contains("hello") }
            connection.close()
            try await eventually { diary.all == ["cancelled: true"] }
            try await eventually { server.over.count == 1 }
            XCTAssertFalse(server.log.contains { $0.contains("error") }, "\(server.log)")
            try await server.stop()
        }
    }

    func testAStreamWaitsForAClientThatDoesNotRead() async throws {
        try await withTimeLimit(.seconds(60)) {
            let written = Diary()
            let server = try await RunningServer.start { routes in
                routes.get("/endless") { _ in
                    .stream(type: .bytes) { writer in
                        let piece = [UInt8](repeating: 120, count: 1 << 16)
                        for _ in 0..<500 {
                            try await writer.write(piece)
                            written.note("")
                        }
                    }
                }
            }
            let connection = try await RawConnection.open(to: server.port)
            try await connection.send("GET /endless HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            try await eventually { !written.all.isEmpty }
            try await Task.sleep(for: .milliseconds(300))
            let soFar = written.all.count
            // 31 MiB are to be written; the kernel's buffers hold a few, and the server none.
            XCTAssertLessThan(soFar, 400)
            let answer = try await connection.read(within: .seconds(50))
            XCTAssertGreaterThan(answer.utf8.count, 500 << 16)
            XCTAssertTrue(answer.hasSuffix("\r\n0\r\n\r\n"))
            try await server.stop()
        }
    }

    func testManyWritersOfOneStreamDoNotMixTheirPieces() async throws {
        try await withTimeLimit(.seconds(60)) {
            let server = try await RunningServer.start { routes in
                routes.get("/many") { _ in
                    .stream(type: .text) { writer in
                        try await withThrowingTaskGroup(of: Void.self) { group in
                            for letter in "abcdefgh".utf8 {
                                group.addTask {
                                    for _ in 0..<20 {
                                        try await writer.write([UInt8](repeating: letter, count: 50_000) + [10])
                                    }
                                }
                            }
                            try await group.waitForAll()
                        }
                    }
                }
            }
            let answer = try await server.client.get("/many")
            let lines = answer.text.split(separator: "\n")
            XCTAssertEqual(lines.count, 160)
            XCTAssertTrue(lines.allSatisfy { $0.utf8.count == 50_000 && Set($0.utf8).count == 1 })
            try await server.stop()
        }
    }

    func testAStreamThatFailsIsCutShortAndLogged() async throws {
        try await withTimeLimit(.seconds(60)) {
            struct Broken: Error {}
            let server = try await RunningServer.start { routes in
                routes.get("/broken") { _ in
                    .stream(type: .text) { writer in
                        try await writer.write(Array("half".utf8))
                        throw Broken()
                    }
                }
            }
            let answer = try await raw("GET /broken HTTP/1.1\r\nHost: a\r\n\r\n", to: server)
            XCTAssertTrue(answer.hasSuffix("4\r\nhalf\r\n"), answer)
            do {
                _ = try await server.client.get("/broken")
                XCTFail("a stream that was cut short passed for a whole one")
            } catch {
                XCTAssertEqual(error as? HTTPClientError, .cutShort)
            }
            XCTAssertTrue(server.log.contains { $0.contains("A stream failed.") })
            try await server.stop()
        }
    }
}
