import XCTest

@testable import ZeroMQ

/// libzmq's defaults wait for ever, queue for nobody and drop in silence: none of them may be in force.
final class SocketOptionsTests: XCTestCase {
    func testEveryOptionOfTheBusIsInForce() throws {
        let context = try Context()
        for kind in [Socket.Kind.router, .dealer] {
            let socket = try Socket(kind, in: context)
            let expected: [(Socket.Option, Int64)] = [
                (.linger, 500), (.largestFrame, (1 << 20) + 33), (.sendLimit, 1000), (.receiveLimit, 1000),
                (.heartbeatInterval, 1000), (.heartbeatTimeout, 2000), (.heartbeatTimeToLive, 3000),
                (.handshakeLimit, 1000), (.reconnectInterval, 50), (.longestReconnectInterval, 500),
                (.immediate, 1), (.ipv6, 1), (.backlog, 256),
            ]
            for (option, value) in expected {
                XCTAssertEqual(try socket.inForce(option), value, "\(option) of a \(kind)")
            }
        }
    }

    func testWhatIsChosenIsWhatIsInForce() throws {
        let context = try Context()
        var options = SocketOptions()
        options.linger = .zero
        options.largestFrame = 77
        options.sendLimit = 3
        options.receiveLimit = 4
        options.heartbeatInterval = .milliseconds(250)
        // Rounded up: a limit of less than a millisecond is not none at all.
        options.handshakeLimit = .microseconds(1500)
        let socket = try Socket(.dealer, in: context, options: options)
        XCTAssertEqual(try socket.inForce(.linger), 0)
        XCTAssertEqual(try socket.inForce(.largestFrame), 77 + 33)
        XCTAssertEqual(try socket.inForce(.sendLimit), 3)
        XCTAssertEqual(try socket.inForce(.receiveLimit), 4)
        XCTAssertEqual(try socket.inForce(.heartbeatInterval), 250)
        XCTAssertEqual(try socket.inForce(.handshakeLimit), 2)
    }

    func testSocketsWithinTheProcessAreBoundedToo() throws {
        let context = try Context()
        for kind in [Socket.Kind.reply, .pair] {
            let socket = try Socket(kind, in: context)
            XCTAssertEqual(try socket.inForce(.linger), 500)
            XCTAssertEqual(try socket.inForce(.largestFrame), (1 << 20) + 33)
            XCTAssertEqual(try socket.inForce(.sendLimit), 1000)
        }
    }

    func testAServerInsistsThatKeysAreChecked() throws {
        let context = try Context()
        let socket = try Socket(.router, in: context)
        try socket.serveCurve(as: .generate())
        XCTAssertEqual(try socket.inForce(.curveServer), 1)
        XCTAssertEqual(try socket.inForce(.enforcesDomain), 1)
        XCTAssertEqual(try socket.domainInForce(), "portico")
    }

    func testAnOptionThatLibzmqDoesNotTakeIsAnErrorThatNamesIt() throws {
        let context = try Context()
        var options = SocketOptions()
        options.sendLimit = -1
        XCTAssertThrowsError(try Socket(.dealer, in: context, options: options)) {
            XCTAssertTrue("\($0)".contains("SNDHWM"), "\($0)")
        }
    }
}
