import Foundation
import XCTest
import ZeroMQ

/// The server's end of a CURVE connection, served by the test's own thread.
final class Door {
    let keys: CurveKeyPair
    let router: Socket
    let address: String
    /// Who is let in, and under which name.
    var admitted: [[UInt8]: String] = [:]
    /// Who asked to be let in.
    private(set) var applicants: [ZAPHandler.Applicant] = []
    private(set) var events: [SocketMonitor.Event] = []

    private let context: Context
    private var handler: ZAPHandler?
    private let monitor: SocketMonitor

    init(hasHandler: Bool = true, options: SocketOptions = SocketOptions()) throws {
        keys = try CurveKeyPair.generate()
        context = try Context()
        handler = hasHandler ? try ZAPHandler(in: context) : nil
        router = try Socket(.router, in: context, options: options)
        try router.serveCurve(as: keys)
        monitor = try SocketMonitor(of: router, named: "door", in: context)
        try router.bind("tcp://127.0.0.1:*")
        address = try XCTUnwrap(router.lastEndpoint)
    }

    /// The handler dies, and the socket goes on.
    func loseHandler() { handler = nil }

    func attend() throws {
        try handler?.decide { applicant in
            applicants.append(applicant)
            return admitted[applicant.key]
        }
        while let event = try monitor.next() { events.append(event) }
    }
}

/// The client's end of a connection.
final class Visitor {
    let keys: CurveKeyPair
    let dealer: Socket
    private(set) var events: [SocketMonitor.Event] = []

    private let context: Context
    private let monitor: SocketMonitor

    /// Connects to `door`.
    ///
    /// The door must prove `serverKey`, which is its own unless said otherwise; `isEncrypted` tells whether the visitor
    /// speaks CURVE at all.
    convenience init(
        to door: Door,
        keys: CurveKeyPair? = nil,
        provingKey serverKey: [UInt8]? = nil,
        isEncrypted: Bool = true,
        routingID: String? = nil
    ) throws {
        let key = isEncrypted ? serverKey ?? door.keys.publicKey : nil
        try self.init(to: door.address, keys: keys, provingKey: key, routingID: routingID)
    }

    /// Connects to `address`, in the clear where there is no key to be proved.
    init(
        to address: String,
        keys: CurveKeyPair? = nil,
        provingKey serverKey: [UInt8]?,
        routingID: String? = nil,
        options: SocketOptions = SocketOptions()
    ) throws {
        self.keys = try keys ?? CurveKeyPair.generate()
        context = try Context()
        dealer = try Socket(.dealer, in: context, options: options)
        if let serverKey { try dealer.useCurve(as: self.keys, withServerKey: serverKey) }
        if let routingID { try dealer.setRoutingID(Array(routingID.utf8)) }
        monitor = try SocketMonitor(of: dealer, named: "visitor", in: context)
        try dealer.connect(address)
    }

    func attend() throws {
        while let event = try monitor.next() { events.append(event) }
    }

    var isIn: Bool { events.contains(.handshakeSucceeded) }
    var isRefused: Bool { events.contains { if case .refused = $0 { true } else { false } } }

    /// Whether its attempt to get in has failed, in whichever way.
    var hasFailed: Bool {
        events.contains {
            switch $0 {
            case .refused, .handshakeFailed, .handshakeBroken: true
            case .connected, .handshakeSucceeded, .disconnected: false
            }
        }
    }
}

/// Serves `door` and `visitors` until the answer is yes; fails the test, and throws, where it never is.
func attend(
    _ door: Door,
    _ visitors: Visitor...,
    within limit: Duration = .seconds(10),
    until what: String,
    _ isTrue: () throws -> Bool
) throws {
    let end = ContinuousClock.now + limit
    repeat {
        try door.attend()
        for visitor in visitors { try visitor.attend() }
        if try isTrue() { return }
        Thread.sleep(forTimeInterval: 0.002)
    } while ContinuousClock.now < end
    throw NeverHappened(what: what)
}

/// Serves `door` and `visitors` for a while.
func attend(_ door: Door, _ visitors: Visitor..., for time: Duration) throws {
    let end = ContinuousClock.now + time
    while ContinuousClock.now < end {
        try door.attend()
        for visitor in visitors { try visitor.attend() }
        Thread.sleep(forTimeInterval: 0.002)
    }
}

struct NeverHappened: Error, CustomStringConvertible {
    let what: String
    var description: String { "never happened: \(what)" }
}

extension Socket {
    /// Sends one text, if that can be done at once.
    func say(_ text: String) throws -> Sent { try send(Array(text.utf8)) }
}

extension Message {
    /// Its last frame as text.
    var text: String { String(decoding: frames.last ?? [], as: UTF8.self) }
}
