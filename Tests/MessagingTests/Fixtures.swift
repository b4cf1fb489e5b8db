import Foundation
import Messaging
import ServiceRuntime
import Support
import Synchronization
import XCTest

/// A question that changes nothing.
struct Greet: Request, Equatable {
    static let subject: Subject = "test.greet.v1"
    static let effect = Effect.reads

    var name: String

    struct Reply: Codable, Sendable, Equatable {
        var greeting: String
        var at: Date?
    }

    enum Refusal: String, RefusalReason, CaseIterable {
        case nobodyThere
        case asleep
    }
}

/// A question that changes something.
struct Add: Request {
    static let subject: Subject = "test.add.v1"
    static let effect = Effect.changes

    var amount: Int

    struct Reply: Codable, Sendable, Equatable {
        var total: Int
    }

    typealias Refusal = Never
}

/// Answers with a closure.
struct Answering<Question: Request>: RequestHandler {
    let respond: @Sendable (Question, RequestContext) async throws -> Question.Reply

    func handle(_ request: Question, _ context: RequestContext) async throws -> Question.Reply {
        try await respond(request, context)
    }
}

extension Answer {
    /// Answers `Question` with a closure, when `gateway` asks.
    static func toGateway<Question: Request>(
        _ question: Question.Type,
        _ respond: @escaping @Sendable (Question, RequestContext) async throws -> Question.Reply
    ) -> Answer {
        Answer(Answering(respond: respond), to: .gateway)
    }

    /// Greets the gateway, and says who does.
    static func greeting(by name: String = "auth") -> Answer {
        .toGateway(Greet.self) { request, _ in Greet.Reply(greeting: "\(name) greets \(request.name)") }
    }
}

/// A gate that holds up handlers until a test opens it, and counts who has come.
final class Gate: Sendable {
    private struct State {
        var isOpen = false
        var arrived = 0
        var cancelled = 0
        var waiting: [UUID: CheckedContinuation<Void, any Error>] = [:]
    }

    private let state = Mutex(State())

    /// How many came so far.
    var arrived: Int { state.withLock { $0.arrived } }
    /// How many were cancelled while they waited.
    var cancelled: Int { state.withLock { $0.cancelled } }

    func pass() async throws {
        let id = UUID()
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let isOpen = state.withLock { state in
                    state.arrived += 1
                    if !state.isOpen { state.waiting[id] = continuation }
                    return state.isOpen
                }
                if isOpen { continuation.resume() }
                if Task.isCancelled { giveUp(id) }
            }
        } onCancel: {
            giveUp(id)
        }
    }

    func open() {
        let waiting = state.withLock { state in
            state.isOpen = true
            defer { state.waiting = [:] }
            return state.waiting.values
        }
        for continuation in waiting { continuation.resume() }
    }

    private func giveUp(_ id: UUID) {
        let continuation = state.withLock { state in
            let continuation = state.waiting.removeValue(forKey: id)
            if continuation != nil { state.cancelled += 1 }
            return continuation
        }
        continuation?.resume(throwing: CancellationError())
    }
}

/// Something that handlers write and a test reads.
final class Noted<Value: Sendable>: Sendable {
    private let values = Mutex<[Value]>([])

    var all: [Value] { values.withLock { $0 } }
    func note(_ value: Value) { values.withLock { $0.append(value) } }
}

/// Expects `body` to throw exactly `expected`.
func assertThrows<E: Error & Equatable>(
    _ expected: E,
    file: StaticString = #filePath,
    line: UInt = #line,
    _ body: () async throws -> some Any
) async {
    do {
        let result = try await body()
        XCTFail("should have thrown \(expected), and gave \(result)", file: file, line: line)
    } catch {
        XCTAssertEqual(error as? E, expected, "\(error)", file: file, line: line)
    }
}

/// Expects `body` to throw a fault of this kind.
@discardableResult
func assertFault(
    _ kind: Fault.Kind,
    file: StaticString = #filePath,
    line: UInt = #line,
    _ body: () async throws -> some Any
) async -> Fault? {
    do {
        let result = try await body()
        XCTFail("should have failed as \(kind), and gave \(result)", file: file, line: line)
        return nil
    } catch {
        XCTAssertEqual((error as? Fault)?.kind, kind, "\(error)", file: file, line: line)
        return error as? Fault
    }
}

/// How long `body` took.
func duration(of body: () async throws -> Void) async rethrows -> Duration {
    let begun = ContinuousClock.now
    try await body()
    return begun.duration(to: .now)
}
