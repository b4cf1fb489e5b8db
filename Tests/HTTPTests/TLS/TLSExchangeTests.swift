import HTTP
import Network
import ServiceRuntime
import Support
import XCTest

/// HTTP inside TLS.
final class TLSExchangeTests: XCTestCase {
    private static let expectedPieces: [UInt8] = (0..<64).flatMap {
        [UInt8](repeating: UInt8($0), count: 128 * 1024 + $0)
    }

    func testRequestsAndAnswersGoThereAndBackOnOneConnection() async throws {
        try await withTimeLimit(.seconds(60)) {
            let house = try await TLSHouse.open()
            let client = try house.client()
            for size in [0, 1, 16_383, 16_384, 16_385, 1_000_000] {
                let body = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 7) }
                let answer = try await client.send(.post, "/", body: body, type: .bytes)
                XCTAssertEqual(answer.status, .ok)
                XCTAssertEqual(answer.body, body, "of \(size) bytes")
            }
            XCTAssertTrue(house.server.metrics.exposition().contains("portico_http_connections{server=\"http\"} 1"))
            try await house.server.stop()
        }
    }

    func testALargeStreamArrivesWhole() async throws {
        try await withTimeLimit(.seconds(60)) {
            let house = try await TLSHouse.open()
            let answer = try await house.client().get("/pieces")
            XCTAssertTrue(answer.body == Self.expectedPieces, "\(answer.body.count) bytes came")
            try await house.server.stop()
        }
    }

    func testAClientThatReadsSlowlyGetsAllOfIt() async throws {
        try await withTimeLimit(.seconds(60)) {
            let house = try await TLSHouse.open()
            let stream = try await house.stream()
            _ = try stream.write(Array("GET /pieces HTTP/1.0\r\n\r\n".utf8)[...])
            // Long enough for the server to find that the socket takes no more.
            try await Task.sleep(for: .milliseconds(300))
            let all = try await stream.readToEnd(pieces: 30_000)
            XCTAssertTrue(all.suffix(Self.expectedPieces.count) == Self.expectedPieces[...], "\(all.count) bytes came")
            try await house.server.stop()
        }
    }

    func testHoweverTheBytesAreCutItWorks() async throws {
        try await withTimeLimit(.seconds(120)) {
            let house = try await TLSHouse.open()
            let cuts: [(Int, Duration)] = [
                (1, .zero), (3, .zero), (5, .microseconds(200)), (1000, .zero), (16_389, .zero),
            ]
            for (size, pause) in cuts {
                let relay = try Relay(to: house.server.port, piecesOf: size, pause: pause)
                let client = try house.client(at: relay.port)
                let body = (0..<5_000).map { UInt8(truncatingIfNeeded: $0 &* 13) }
                for _ in 0..<2 {
                    let answer = try await client.send(.post, "/", body: body, type: .bytes)
                    XCTAssertEqual(answer.body, body, "in pieces of \(size)")
                }
            }
            try await house.server.stop()
        }
    }

    func testWhoSendsNoMoreStillGetsTheAnswerAndAFarewell() async throws {
        try await withTimeLimit(.seconds(60)) {
            let house = try await TLSHouse.open()
            let stream = try await house.stream()
            _ = try stream.write(Array("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nok".utf8)[...])
            stream.endWriting()
            // The client tells a cut from an end, and would throw at a cut.
            let all = try await stream.readToEnd()
            XCTAssertTrue(all.starts(with: "HTTP/1.1 200 OK".utf8), String(decoding: all, as: UTF8.self))
            XCTAssertTrue(all.suffix(2) == Array("ok".utf8)[...])
            try await house.server.stop()
        }
    }

    func testAFarewellInOnePieceWithTheRequestIsSeenAtOnce() async throws {
        try await withTimeLimit(.seconds(60)) {
            let house = try await TLSHouse.open()
            let relay = try Relay(to: house.server.port, piecesOf: 65_536, handsOnEnds: false)
            let client = try TLSClient(trusting: .authorities(file: house.authority.certificate))
            let addresses = try await Resolver.addresses(of: "127.0.0.1", port: relay.port)
            let stream = try await client.secure(
                try await .connect(to: addresses, before: .after(.seconds(10))),
                to: "localhost",
                before: .after(.seconds(10))
            )
            let started = ContinuousClock.now
            _ = try stream.write(Array("GET / HTTP/1.1\r\nHost: a\r\n\r\n".utf8)[...])
            stream.endWriting()
            let all = try await stream.readToEnd()
            XCTAssertTrue(all.starts(with: "HTTP/1.1 200 OK".utf8))
            XCTAssertLessThan(started.duration(to: .now), .seconds(10), "the server waited for another request")
            try await house.server.stop()
        }
    }

    func testAStreamEndsWhenItsListenerLeaves() async throws {
        try await withTimeLimit(.seconds(60)) {
            let house = try await TLSHouse.open()
            let stream = try await house.stream()
            _ = try stream.write(Array("GET /wait HTTP/1.1\r\nHost: a\r\n\r\n".utf8)[...])
            try await eventually { try await stream.hasRead("begun") }
            stream.close()
            try await eventually(within: .seconds(10)) { house.server.over.count == 1 }
            try await house.server.stop()
        }
    }

    func testStoppingSaysFarewellToWhoIsIdle() async throws {
        try await withTimeLimit(.seconds(60)) {
            let house = try await TLSHouse.open()
            let stream = try await house.stream()
            _ = try stream.write(Array("GET / HTTP/1.1\r\nHost: a\r\n\r\n".utf8)[...])
            try await eventually { try await stream.hasRead("hello") }
            try await house.server.stop()
            let rest = try await stream.readToEnd()
            XCTAssertEqual(rest.count, 0)
        }
    }
}

extension TLSStream {
    /// Everything up to the other side's farewell.
    func readToEnd(pieces size: Int = 65_536) async throws -> [UInt8] {
        var all: [UInt8] = []
        var room = [UInt8](repeating: 0, count: size)
        while true {
            switch try read(into: &room, from: 0) {
            case .bytes(let count): all += room[..<count]
            case .ended: return all
            case .wouldWait:
                try await EventLoop.shared.wait(for: descriptor, until: readingAwaits, before: .after(.seconds(20)))
            }
        }
    }

    /// Whether what can be read now ends with a text.
    func hasRead(_ end: String) async throws -> Bool {
        var room = [UInt8](repeating: 0, count: 65_536)
        guard case .bytes(let count) = try read(into: &room, from: 0) else { return false }
        return String(decoding: room[..<count], as: UTF8.self).contains(end)
    }
}
