import Foundation
import ServiceRuntime
import Support
import XCTest
import ZeroMQ

@testable import Messaging

/// A program that speaks to a server frame by frame, with a key of its own.
///
/// Its socket moves from thread to thread with the test's task, one at a time, which libzmq allows.
final class RawCaller {
    let dealer: Socket
    private let context: Context
    private let monitor: SocketMonitor
    private(set) var events: [SocketMonitor.Event] = []

    init(
        to endpoint: BusEndpoint,
        as key: BusKeyPair,
        provingKey serverKey: BusPublicKey,
        routingID: String? = nil
    ) throws {
        context = try Context()
        var options = SocketOptions()
        options.sendLimit = 100_000
        dealer = try Socket(.dealer, in: context, options: options)
        try dealer.useCurve(as: key.curve, withServerKey: serverKey.bytes)
        if let routingID { try dealer.setRoutingID(Array(routingID.utf8)) }
        monitor = try SocketMonitor(of: dealer, named: "raw", in: context)
        try dealer.connect(endpoint.description)
    }

    /// Waits until it is let in.
    func connected() async throws -> RawCaller {
        try await eventually(within: .seconds(10), "the connection") {
            readEvents()
            return events.contains(.handshakeSucceeded)
        }
        return self
    }

    func readEvents() {
        while let event = try? monitor.next() { events.append(event) }
    }

    func send(_ frames: [[UInt8]], line: UInt = #line) throws {
        XCTAssertEqual(try dealer.send(frames), .accepted, line: line)
    }

    /// The next message that comes; `nil` if none does.
    func next(within limit: Duration = .seconds(5)) async throws -> Message? {
        let end = ContinuousClock.now + limit
        repeat {
            if let message = try dealer.receive(atMost: 3) { return message }
            try await Task.sleep(for: .milliseconds(1))
        } while ContinuousClock.now < end
        return nil
    }

    /// The next answer: its envelope and its body.
    func nextAnswer(within limit: Duration = .seconds(5)) async throws -> (envelope: Envelope, body: [UInt8])? {
        guard let message = try await next(within: limit), message.frames.count == 2 else { return nil }
        return (try Envelope(message.frames[0]), message.frames[1])
    }
}

/// A server that says what a test tells it to, frame by frame.
final class RawServer {
    let key: BusKeyPair
    let endpoint: BusEndpoint
    let router: Socket
    private let context: Context
    private let handler: ZAPHandler

    init(as key: BusKeyPair) throws {
        self.key = key
        context = try Context()
        handler = try ZAPHandler(in: context)
        router = try Socket(.router, in: context)
        try router.serveCurve(as: key.curve)
        try router.bind("tcp://127.0.0.1:*")
        endpoint = try XCTUnwrap(router.lastEndpoint.flatMap { BusEndpoint($0) })
    }

    /// The next question: where it came from, its envelope and its body.
    ///
    /// Pings are answered.
    func nextQuestion() async throws -> (from: [UInt8], envelope: Envelope, body: [UInt8]) {
        while true {
            try handler.decide { _ in "somebody" }
            guard let message = try router.receive(atMost: 3) else {
                try await Task.sleep(for: .milliseconds(1))
                continue
            }
            let envelope = try Envelope(message.frames[1])
            if case .question = envelope.content { return (message.frames[0], envelope, message.frames[2]) }
            if case .ping = envelope.content {
                _ = try router.send(message.frames[0], Envelope(correlation: 0, content: .pong).bytes ?? [], [])
            }
        }
    }

    func send(_ frames: [UInt8]..., to routingID: [UInt8], line: UInt = #line) throws {
        XCTAssertEqual(try router.send([routingID] + frames), .accepted, line: line)
    }
}

extension Envelope {
    /// A question as a caller would send it.
    static func asking(
        _ subject: Subject,
        _ correlation: UInt64 = 1,
        within limit: Duration = .seconds(5),
        key: IdempotencyKey? = nil
    ) throws -> [UInt8] {
        let deadline = Deadline.after(limit).moment(now: SystemClock().now).timeIntervalSince1970 * 1000
        return try asking(subject, correlation, deadlineMilliseconds: Int64(deadline), key: key)
    }

    /// A question with this very deadline.
    static func asking(
        _ subject: Subject,
        _ correlation: UInt64,
        deadlineMilliseconds: Int64,
        key: IdempotencyKey? = nil
    ) throws -> [UInt8] {
        let header = QuestionHeader(
            subject: subject,
            deadlineMilliseconds: deadlineMilliseconds,
            trace: TraceID(),
            idempotencyKey: key,
            credential: nil
        )
        return try XCTUnwrap(Envelope(correlation: correlation, content: .question(header)).bytes)
    }
}
