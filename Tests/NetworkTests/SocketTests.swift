import Network
import ServiceRuntime
import Support
import XCTest

final class SocketTests: XCTestCase {
    private func loopback(port: Int = 0) throws -> SocketAddress {
        try XCTUnwrap(SocketAddress(numericHost: "127.0.0.1", port: port))
    }

    /// A connection and its other end.
    private func pair() async throws -> (StreamSocket, StreamSocket) {
        let listening = try ListeningSocket(on: try loopback())
        let near = try await StreamSocket.connect(to: [listening.address], before: .after(.seconds(10)))
        var far = try listening.accept()
        while far == nil { far = try listening.accept() }
        return (near, try XCTUnwrap(far))
    }

    private func read(_ socket: StreamSocket) async throws -> String? {
        var room = [UInt8](repeating: 0, count: 64)
        while true {
            switch try socket.read(into: &room, from: 0) {
            case .bytes(let count): return String(decoding: room[..<count], as: UTF8.self)
            case .ended: return nil
            case .wouldWait:
                try await EventLoop.shared.wait(
                    for: socket.descriptor,
                    until: .readable,
                    before: .after(.seconds(10))
                )
            }
        }
    }

    func testBytesGoBothWaysAndTheEndIsSeen() async throws {
        try await withTimeLimit(.seconds(30)) {
            let (near, far) = try await pair()
            XCTAssertEqual(far.remoteAddress?.isLoopback, true)
            XCTAssertEqual(try near.write(Array("hello ".utf8)[...], Array("there".utf8)[...]), 11)
            let heard = try await read(far)
            XCTAssertEqual(heard, "hello there")
            near.endWriting()
            let end = try await read(far)
            XCTAssertNil(end)
            XCTAssertEqual(try far.write(Array("still here".utf8)[...]), 10)
            let answer = try await read(near)
            XCTAssertEqual(answer, "still here")
        }
    }

    func testNothingToReadIsNotTheEnd() async throws {
        try await withTimeLimit(.seconds(30)) {
            let (near, far) = try await pair()
            var room = [UInt8](repeating: 0, count: 8)
            XCTAssertEqual(try near.read(into: &room, from: 0), .wouldWait)
            XCTAssertEqual(try far.write(Array("abc".utf8)[...]), 3)
            try await EventLoop.shared.wait(for: near.descriptor, until: .readable, before: .after(.seconds(10)))
            // What is read goes behind what is there, and never past the end.
            XCTAssertEqual(try near.read(into: &room, from: 6), .bytes(2))
            XCTAssertEqual(room, [0, 0, 0, 0, 0, 0, 97, 98])
            XCTAssertEqual(try near.read(into: &room, from: 8), .wouldWait)
        }
    }

    func testAFullConnectionTakesNoMoreUntilItIsRead() async throws {
        try await withTimeLimit(.seconds(30)) {
            let (near, far) = try await pair()
            let bytes = [UInt8](repeating: 1, count: 1 << 20)
            var written = 0
            while let count = try near.write(bytes[...]) { written += count }
            var room = [UInt8](repeating: 0, count: 1 << 20)
            var seen = 0
            while seen < written {
                guard case .bytes(let count) = try far.read(into: &room, from: 0) else { continue }
                seen += count
            }
            XCTAssertEqual(seen, written)
            try await EventLoop.shared.wait(for: near.descriptor, until: .writable, before: .after(.seconds(10)))
            XCTAssertNotNil(try near.write(bytes[...]))
        }
    }

    func testWritingToAClosedConnectionFailsAndDoesNotEndTheProgram() async throws {
        try await withTimeLimit(.seconds(30)) {
            let (near, far) = try await pair()
            far.close()
            XCTAssertEqual(far.descriptor, -1)
            try await eventually { (try? near.write([1])) == nil }
            XCTAssertThrowsError(try near.write([1]))
            XCTAssertThrowsError(try far.write([1]))
        }
    }

    func testAPortIsTakenByOneListenerAtATime() async throws {
        let first = try ListeningSocket(on: try loopback())
        XCTAssertNotEqual(first.address.port, 0)
        XCTAssertThrowsError(try ListeningSocket(on: first.address)) { error in
            XCTAssertEqual((error as? NetworkError)?.isAddressInUse, true)
            XCTAssertTrue("\(error)".hasPrefix("cannot listen on 127.0.0.1:"), "\(error)")
        }
        first.close()
        XCTAssertNoThrow(try ListeningSocket(on: first.address))
    }

    func testAnAddressThatNobodyListensOnRefuses() async throws {
        try await withTimeLimit(.seconds(30)) {
            let listening = try ListeningSocket(on: try loopback())
            let gone = listening.address
            listening.close()
            do {
                _ = try await StreamSocket.connect(to: [gone], before: .after(.seconds(10)))
                XCTFail("connected to nobody")
            } catch {
                XCTAssertEqual((error as? NetworkError)?.isRefusal, true)
            }
            // The next address is tried, as when one of two replicas is down.
            let other = try ListeningSocket(on: try loopback())
            let socket = try await StreamSocket.connect(to: [gone, other.address], before: .after(.seconds(10)))
            XCTAssertEqual(socket.remoteAddress, other.address)
        }
    }
}
