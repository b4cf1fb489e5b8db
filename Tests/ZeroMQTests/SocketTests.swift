import Foundation
import XCTest
import ZeroMQ

/// No call waits, nothing is dropped in silence, and everything has a size.
final class SocketTests: XCTestCase {
    func testWithNobodyConnectedASendFailsAtOnce() throws {
        let context = try Context()
        let dealer = try Socket(.dealer, in: context)
        // Port 1 of the loopback: nobody listens there.
        try dealer.connect("tcp://127.0.0.1:1")
        let begun = ContinuousClock.now
        XCTAssertEqual(try dealer.say("anyone?"), .full)
        XCTAssertLessThan(begun.duration(to: .now), .milliseconds(500))
    }

    func testAFullQueueIsSaidToBeFull() throws {
        var options = SocketOptions()
        options.sendLimit = 10
        options.receiveLimit = 10
        let door = try Door(options: options)
        let visitor = try Visitor(to: door)
        door.admitted[visitor.keys.publicKey] = "gateway"
        try attend(door, visitor, until: "letting in") { visitor.isIn }
        _ = try visitor.dealer.say("hello")
        var id: [UInt8] = []
        try attend(door, visitor, until: "the message") {
            id = try door.router.receive(atMost: 2)?.frames.first ?? []
            return !id.isEmpty
        }

        // The visitor does not read: what TCP does not take fills the queue, and then the router must say so.
        let large = [UInt8](repeating: 7, count: 100_000)
        var sent = 0
        while sent < 10_000, try door.router.send(id, large) == .accepted { sent += 1 }
        XCTAssertLessThan(sent, 10_000)

        var received = 0
        try attend(door, visitor, until: "everything that was accepted") {
            while try visitor.dealer.receive(atMost: 1) != nil { received += 1 }
            return received == sent
        }
        XCTAssertEqual(try door.router.send(id, large), .accepted, "there is room again")
    }

    func testWhoSendsTooLargeAFrameIsDisconnected() throws {
        var options = SocketOptions()
        options.largestFrame = 1000
        let door = try Door(options: options)
        let visitor = try Visitor(to: door)
        door.admitted[visitor.keys.publicKey] = "gateway"
        try attend(door, visitor, until: "letting in") { visitor.isIn }
        _ = try visitor.dealer.send([UInt8](repeating: 1, count: 1000))
        try attend(door, visitor, until: "the largest that may be") {
            try door.router.receive(atMost: 2)?.frames.last?.count == 1000
        }
        _ = try visitor.dealer.send([UInt8](repeating: 1, count: 1001))
        try attend(door, visitor, until: "the disconnection") { visitor.events.contains(.disconnected) }
        XCTAssertNil(try door.router.receive(atMost: 2))
    }

    func testFramesBeyondThoseWantedAreThrownAwayAndToldOf() throws {
        let door = try Door()
        let visitor = try Visitor(to: door)
        door.admitted[visitor.keys.publicKey] = "gateway"
        try attend(door, visitor, until: "letting in") { visitor.isIn }
        _ = try visitor.dealer.send([1], [2], [3], [4])
        _ = try visitor.dealer.send([5], [6])
        var messages: [Message] = []
        try attend(door, visitor, until: "both") {
            if let message = try door.router.receive(atMost: 3) { messages.append(message) }
            return messages.count == 2
        }
        XCTAssertEqual(messages.map { Array($0.frames.dropFirst()) }, [[[1], [2]], [[5], [6]]])
        XCTAssertEqual(messages.map(\.isTooLong), [true, false])
        XCTAssertEqual(messages.map(\.userID), ["gateway", "gateway"])
    }

    /// With libzmq's own linger, this test would never end.
    func testClosingDoesNotWaitForAPeerThatDoesNotRead() throws {
        var options = SocketOptions()
        options.linger = .milliseconds(300)
        let door = try Door()
        var visitor: Visitor? = try Visitor(
            to: door.address,
            provingKey: door.keys.publicKey,
            options: options
        )
        door.admitted[try XCTUnwrap(visitor).keys.publicKey] = "gateway"
        try attend(door, try XCTUnwrap(visitor), until: "letting in") { visitor?.isIn == true }
        let large = [UInt8](repeating: 7, count: 1_000_000)
        while try visitor?.dealer.send(large) == .accepted {}

        let begun = ContinuousClock.now
        visitor = nil
        let taken = begun.duration(to: .now)
        XCTAssertLessThan(taken, .seconds(3))
        XCTAssertGreaterThan(taken, .milliseconds(200), "what was still to be sent was given its time")
    }

    func testAConnectionThatIsLostIsMadeAgain() throws {
        let keys = try CurveKeyPair.generate()
        var door: Door? = try Door()
        let address = try XCTUnwrap(door).address
        let visitor = try Visitor(to: try XCTUnwrap(door), keys: keys)
        door?.admitted[keys.publicKey] = "gateway"
        try attend(try XCTUnwrap(door), visitor, until: "letting in") { visitor.isIn }

        door = nil
        let other = try Door()
        try attend(other, visitor, until: "the disconnection") { visitor.events.contains(.disconnected) }
        XCTAssertEqual(try visitor.dealer.say("anyone?"), .full, "nothing is queued for whom is not there")

        // A plain listener at the same port is enough to see that the visitor tries again.
        let context = try Context()
        let returned = try Socket(.router, in: context)
        let monitor = try SocketMonitor(of: returned, named: "returned", in: context)
        try returned.bind(address)
        try attend(other, visitor, within: .seconds(2), until: "trying again") {
            visitor.events.count { $0 == .connected } > 1
        }
        _ = monitor
    }

    func testAnAddressThatIsTakenIsAnErrorThatNamesIt() throws {
        let door = try Door()
        let context = try Context()
        let second = try Socket(.router, in: context)
        XCTAssertThrowsError(try second.bind(door.address)) {
            XCTAssertEqual("\($0)", "cannot listen at \(door.address): Address already in use")
        }
        XCTAssertThrowsError(try second.connect("nonsense"))
    }
}
