import HTTP
import Network
import ServiceRuntime
import Support
import XCTest

/// Those who come to a port of TLS and do not, or cannot, agree.
final class TLSHandshakeTests: XCTestCase {
    private func reading(_ socket: StreamSocket) async throws -> String {
        var all: [UInt8] = []
        var room = [UInt8](repeating: 0, count: 4096)
        while true {
            switch try socket.read(into: &room, from: 0) {
            case .bytes(let count): all += room[..<count]
            case .ended: return String(decoding: all, as: UTF8.self)
            case .wouldWait:
                try await EventLoop.shared.wait(
                    for: socket.descriptor,
                    until: .readable,
                    before: .after(.seconds(20))
                )
            }
        }
    }

    func testARequestInTheClearIsToldThatThisIsHTTPS() async throws {
        try await withTimeLimit(.seconds(60)) {
            let house = try await TLSHouse.open()
            for method in ["GET", "POST", "HEAD", "PUT"] {
                let socket = try await house.socket()
                _ = try socket.write(Array("\(method) / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n".utf8)[...])
                let answer = try await reading(socket)
                XCTAssertEqual(statusCode(answer), 400, answer)
                XCTAssertTrue(answer.contains("this port speaks HTTPS"), answer)
                XCTAssertTrue(answer.contains("Connection: close"), answer)
            }
            XCTAssertEqual(house.failedHandshakes, 4)
            let well = try await house.client().get("/")
            XCTAssertEqual(well.status, .ok)
            try await house.server.stop()
        }
    }

    func testNonsenseIsHungUpOn() async throws {
        try await withTimeLimit(.seconds(60)) {
            let house = try await TLSHouse.open()
            for nonsense in ["\0", "DELETE / HTTP/1.1\r\n\r\n", "SSH-2.0-x\r\n", String(repeating: "x", count: 70_000)]
            {
                let socket = try await house.socket()
                _ = try socket.write(Array(nonsense.utf8)[...])
                socket.endWriting()
                // What comes, if anything, is an alert; after bytes unread, the kernel says it more roughly.
                let answer = (try? await reading(socket)) ?? ""
                XCTAssertFalse(answer.contains("HTTP"), answer)
            }
            try await eventually { house.failedHandshakes == 4 }
            try await house.server.stop()
        }
    }

    func testAHandshakeThatDoesNotComeToItsEndIsEnded() async throws {
        try await withTimeLimit(.seconds(60)) {
            var limits = HTTPLimits()
            limits.handshakeTime = .milliseconds(300)
            let house = try await TLSHouse.open(limits: limits)
            // Says nothing at all.
            let silent = try await house.socket()
            // Says a little, again and again: the beginning of a record of 512 bytes that never comes to its end.
            let dripping = try await house.socket()
            let drip = Task {
                for byte in [0x16, 3, 1, 2, 0, 1, 0, 1, 0xFC, 3, 3] + [UInt8](repeating: 7, count: 400) {
                    _ = try dripping.write([byte][...])
                    try await Task.sleep(for: .milliseconds(20))
                }
            }
            let started = ContinuousClock.now
            let silence = try await reading(silent)
            XCTAssertEqual(silence, "")
            _ = try? await reading(dripping)
            drip.cancel()
            XCTAssertLessThan(started.duration(to: .now), .seconds(5))
            XCTAssertGreaterThanOrEqual(started.duration(to: .now), limits.handshakeTime)
            XCTAssertEqual(house.failedHandshakes, 2)
            let well = try await house.client().get("/")
            XCTAssertEqual(well.status, .ok)
            try await house.server.stop()
        }
    }

    func testStoppingDoesNotWaitForHandshakes() async throws {
        try await withTimeLimit(.seconds(60)) {
            let house = try await TLSHouse.open()
            let silent = try await house.socket()
            _ = try silent.write([0x16, 3, 1][...])
            try await Task.sleep(for: .milliseconds(100))
            let started = ContinuousClock.now
            try await house.server.stop()
            XCTAssertLessThan(started.duration(to: .now), .seconds(3))
        }
    }

    func testOldVersionsWeakCiphersAndOtherProtocolsAreRefused() async throws {
        try await withTimeLimit(.seconds(120)) {
            let authority = try await Authority.make()
            let house = try await TLSHouse.open(with: try await authority.sign(rsaBits: 2048), of: authority)
            let refused = [
                ["-tls1"], ["-tls1_1"], ["-tls1_2", "-cipher", "AES128-GCM-SHA256"],
                ["-tls1_2", "-cipher", "ECDHE-RSA-AES128-SHA"], ["-tls1_2", "-cipher", "DHE-RSA-AES128-GCM-SHA256"],
                ["-alpn", "h2"],
            ]
            for options in refused {
                let answer = try await ask(house, options)
                XCTAssertFalse(answer.contains("HTTP/1.1 200"), "\(options): \(answer)")
            }
            let accepted = [
                ["-tls1_2"], ["-tls1_3"], ["-alpn", "h2,http/1.1"],
                ["-tls1_2", "-cipher", "ECDHE-RSA-CHACHA20-POLY1305"],
            ]
            for options in accepted {
                let answer = try await ask(house, options)
                XCTAssertTrue(answer.contains("HTTP/1.1 200"), "\(options): \(answer)")
                XCTAssertTrue(answer.contains("Verify return code: 0 (ok)"), answer)
                if options[0] == "-alpn" { XCTAssertTrue(answer.contains("ALPN protocol: http/1.1"), answer) }
            }
            try await house.server.stop()
        }
    }

    func testRenegotiationIsRefusedAndASessionIsResumed() async throws {
        try await withTimeLimit(.seconds(60)) {
            let house = try await TLSHouse.open()
            let answer = try await ask(house, ["-tls1_2"], saying: "R\n")
            XCTAssertFalse(answer.contains("HTTP/1.1 200"), answer)
            XCTAssertTrue(answer.contains("Secure Renegotiation IS supported"), answer)
            let ticket = "\(try TemporaryFolder.shared.folder())/ticket"
            for version in ["-tls1_2", "-tls1_3"] {
                _ = try await ask(house, [version, "-sess_out", ticket])
                let resumed = try await ask(house, [version, "-sess_in", ticket])
                XCTAssertTrue(resumed.contains("Reused, TLSv1"), resumed)
                XCTAssertTrue(resumed.contains("HTTP/1.1 200"), resumed)
            }
            try await house.server.stop()
        }
    }

    /// What `openssl s_client` says when it asks for a page.
    private func ask(_ house: TLSHouse, _ options: [String], saying first: String = "") async throws -> String {
        let words =
            ["s_client", "-connect", "127.0.0.1:\(house.server.port)", "-servername", "localhost"]
            + ["-CAfile", house.authority.certificate] + options
        let quoted = words.map { "'\($0)'" }.joined(separator: " ")
        let request = #"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"#
        let begin = first.isEmpty ? "" : "sleep 0.3; printf 'R\\n'; sleep 0.5;"
        let script = "(\(begin) printf '\(request)'; sleep 1) | timeout 10 openssl \(quoted) 2>&1; true"
        return try await runCommand("/bin/sh", ["-c", script])
    }
}
