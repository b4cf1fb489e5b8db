import Foundation
import ServiceRuntime
import XCTest
import ZeroMQ

/// Who gets in, and how the others learn that they do not.
final class CurveTests: XCTestCase {
    func testAKnownKeyIsLetInUnderTheNameThatTheHandlerGaveIt() throws {
        let door = try Door()
        let visitor = try Visitor(to: door)
        door.admitted[visitor.keys.publicKey] = "gateway"
        try attend(door, visitor, until: "letting in") { visitor.isIn }
        XCTAssertEqual(try visitor.dealer.say("hello"), .accepted)

        var message: Message?
        try attend(door, visitor, until: "the message") {
            message = try door.router.receive(atMost: 2)
            return message != nil
        }
        XCTAssertEqual(message?.text, "hello")
        XCTAssertEqual(message?.userID, "gateway")
        XCTAssertEqual(door.applicants.map(\.key), [visitor.keys.publicKey])
        XCTAssertEqual(door.applicants.map(\.address), ["127.0.0.1"])
    }

    func testAStrangersKeyIsRefusedAndToldSo() throws {
        let door = try Door()
        let stranger = try Visitor(to: door)
        try attend(door, stranger, until: "the refusal") { stranger.isRefused }
        XCTAssertTrue(stranger.events.contains(.refused(status: 400)), "\(stranger.events)")
        try assertGetsNowhere(stranger, at: door)
    }

    /// libzmq#2711: without a handler, CURVE by itself lets in every key.
    func testWithoutAHandlerNobodyGetsIn() throws {
        let door = try Door(hasHandler: false)
        let visitor = try Visitor(to: door)
        door.admitted[visitor.keys.publicKey] = "gateway"
        try attend(door, visitor, until: "the failure") { visitor.hasFailed }
        try assertGetsNowhere(visitor, at: door)
    }

    func testWhenTheHandlerDiesNobodyNewGetsIn() throws {
        let door = try Door()
        let first = try Visitor(to: door)
        door.admitted[first.keys.publicKey] = "gateway"
        try attend(door, first, until: "letting in") { first.isIn }

        door.loseHandler()
        let second = try Visitor(to: door, keys: first.keys)
        try attend(door, first, second, until: "the failure") { second.hasFailed }
        try assertGetsNowhere(second, at: door)
        // Who proved a key before goes on.
        XCTAssertEqual(try first.dealer.say("still here"), .accepted)
        try attend(door, first, until: "the message") { try door.router.receive(atMost: 2)?.userID == "gateway" }
    }

    /// A handler that hangs is no handler either: the handshake ends at its limit.
    func testWhileTheHandlerSaysNothingNobodyGetsIn() throws {
        let door = try Door()
        let visitor = try Visitor(to: door)
        door.admitted[visitor.keys.publicKey] = "gateway"
        let end = ContinuousClock.now + .milliseconds(2500)
        while ContinuousClock.now < end {
            try visitor.attend()
            Thread.sleep(forTimeInterval: 0.005)
        }
        XCTAssertFalse(visitor.isIn)
        XCTAssertTrue(visitor.hasFailed, "the handshake should have ended by itself: \(visitor.events)")
        XCTAssertEqual(try visitor.dealer.say("let me in"), .full)
    }

    /// libzmq#2227: to the caller a wrong key for the server looks like silence, unless its monitor is read.
    func testAWrongServerKeyShowsInTheEventsOfBothSides() throws {
        let door = try Door()
        let visitor = try Visitor(to: door, provingKey: CurveKeyPair.generate().publicKey)
        door.admitted[visitor.keys.publicKey] = "gateway"
        try attend(door, visitor, until: "the failure") { visitor.hasFailed }
        XCTAssertFalse(visitor.isRefused)
        try attend(door, visitor, until: "the server's side") {
            door.events.contains { if case .handshakeFailed = $0 { true } else { false } }
        }
        XCTAssertTrue(door.applicants.isEmpty, "a caller that is not speaking to us needs no decision")
        try assertGetsNowhere(visitor, at: door)
    }

    func testWhoDoesNotSpeakCurveGetsNowhere() throws {
        let door = try Door()
        let visitor = try Visitor(to: door, isEncrypted: false)
        try attend(door, visitor, until: "the failure") { visitor.hasFailed }
        try assertGetsNowhere(visitor, at: door)
    }

    /// Otherwise whoever takes over a server's address could read what is meant for it.
    func testACallerDoesNotSpeakToAServerThatProvesNothing() throws {
        let context = try Context()
        let impostor = try Socket(.router, in: context)
        try impostor.bind("tcp://127.0.0.1:*")
        let door = try Door()
        let visitor = try Visitor(
            to: try XCTUnwrap(impostor.lastEndpoint),
            provingKey: try CurveKeyPair.generate().publicKey
        )
        try attend(door, visitor, until: "the failure") { visitor.hasFailed }
        XCTAssertFalse(visitor.isIn)
        XCTAssertEqual(try visitor.dealer.say("secret"), .full)
        XCTAssertNil(try impostor.receive(atMost: 2))
    }

    func testASecretKeyFindsItsPublicKeyAgain() throws {
        let pair = try CurveKeyPair.generate()
        XCTAssertEqual(try CurveKeyPair(secretKey: pair.secretKey).publicKey, pair.publicKey)
        XCTAssertNotEqual(try CurveKeyPair.generate().publicKey, pair.publicKey)
        XCTAssertFalse("\(pair)".contains("\(pair.secretKey.expose())"))
    }

    /// libzmq would take any multiple of four bytes and write past the end.
    func testAKeyOfAnotherLengthIsNone() {
        for count in [0, 4, 31, 33, 36, 64] {
            XCTAssertThrowsError(try CurveKeyPair(secretKey: Secret([UInt8](repeating: 1, count: count))), "\(count)")
        }
    }

    private func assertGetsNowhere(_ visitor: Visitor, at door: Door, line: UInt = #line) throws {
        XCTAssertFalse(visitor.isIn, line: line)
        // libzmq#3505, #2329: sends to a server that refuses must not be queued.
        XCTAssertEqual(try visitor.dealer.say("let me in"), .full, line: line)
        try attend(door, visitor, for: .milliseconds(200))
        XCTAssertFalse(visitor.isIn, line: line)
        XCTAssertNil(try door.router.receive(atMost: 2), line: line)
    }
}
