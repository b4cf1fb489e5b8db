import XCTest
import ZeroMQ

/// A routing id says where an answer goes, and never who asks (libzmq#1575, #2892, #4603).
final class RoutingIDTests: XCTestCase {
    func testWhoeverClaimsAnothersRoutingIDIsStillKnownByItsKey() throws {
        let door = try Door()
        let auth = try Visitor(to: door, routingID: "auth")
        let impostor = try Visitor(to: door, routingID: "operator")
        door.admitted[auth.keys.publicKey] = "auth"
        door.admitted[impostor.keys.publicKey] = "gateway"
        try attend(door, auth, impostor, until: "letting in") { auth.isIn && impostor.isIn }
        XCTAssertEqual(try impostor.dealer.say("I am the operator"), .accepted)
        try attend(door, impostor, until: "the message") {
            guard let message = try door.router.receive(atMost: 2) else { return false }
            XCTAssertEqual(message.frames.first, Array("operator".utf8))
            XCTAssertEqual(message.userID, "gateway")
            return true
        }
    }

    func testTheSecondOfTwoWithOneRoutingIDDoesNotTakeTheFirstOnesPlace() throws {
        let door = try Door()
        let first = try Visitor(to: door, routingID: "same")
        door.admitted[first.keys.publicKey] = "first"
        try attend(door, first, until: "the first") { first.isIn }
        XCTAssertEqual(try first.dealer.say("one"), .accepted)
        try attend(door, first, until: "the first message") { try door.router.receive(atMost: 2)?.userID == "first" }

        let second = try Visitor(to: door, routingID: "same")
        door.admitted[second.keys.publicKey] = "second"
        try attend(door, second, until: "the second") { second.isIn }
        XCTAssertEqual(try second.dealer.say("two"), .accepted)
        try attend(door, second, for: .milliseconds(200))
        XCTAssertNil(try door.router.receive(atMost: 2), "the second is not heard while the first is there")

        XCTAssertEqual(try door.router.send(Array("same".utf8), Array("for the first".utf8)), .accepted)
        try attend(door, first, until: "the answer") { try first.dealer.receive(atMost: 1)?.text == "for the first" }
        XCTAssertNil(try second.dealer.receive(atMost: 1))
    }

    /// Without `ROUTER_MANDATORY`, it would be dropped without a word.
    func testSendingToNobodyIsSaidToBeSo() throws {
        let door = try Door()
        XCTAssertEqual(try door.router.send(Array("nobody".utf8), [1]), .unreachable)
    }
}
