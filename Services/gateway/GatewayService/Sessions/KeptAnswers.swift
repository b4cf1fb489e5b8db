import Foundation
import Synchronization

/// Answers of a service, kept in memory for as long as its announcements keep them true.
///
/// Whoever asks says whether the line to the service is alive; on a dead line nothing kept is used, and the question is
/// put again. Those who ask for the same at the same time share one question. What was asked before everything was
/// forgotten is not kept afterwards: it may tell of what is no more.
final class KeptAnswers<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    /// How often what has expired is swept out, in seconds.
    static var sweepInterval: TimeInterval { 5 }

    private struct Flight {
        let number: UInt64
        let task: Task<Value, any Error>
    }

    private struct State {
        var kept: [Key: (value: Value, until: Date)] = [:]
        var flights: [Key: Flight] = [:]
        /// Rises whenever something is forgotten.
        var generation: UInt64 = 0
        var lastFlight: UInt64 = 0
        var nextSweep = Date.distantPast
    }

    private let most: Int
    private let state = Mutex(State())

    /// Makes an empty memory for at most `most` answers; what is more is asked every time.
    init(most: Int) {
        self.most = most
    }

    /// How many are kept.
    var count: Int { state.withLock { $0.kept.count } }

    /// Whether a question is under way.
    var isAsking: Bool { state.withLock { !$0.flights.isEmpty } }

    /// What is kept, if it holds at `now`.
    func kept(for key: Key, at now: Date) -> Value? {
        state.withLock { state in
            guard let entry = state.kept[key], now < entry.until else { return nil }
            return entry.value
        }
    }

    /// The answer: a kept one while the line is alive, and otherwise a new one.
    ///
    /// `ask` asks the service, and tells until when the answer holds. It must end by itself, since it goes on for the
    /// others when one of those who wait for it gives up.
    func answer(
        for key: Key,
        at now: Date,
        isLineAlive: Bool,
        asking ask: @escaping @Sendable () async throws -> (value: Value, until: Date)
    ) async throws -> Value {
        if isLineAlive, let value = kept(for: key, at: now) { return value }
        return try await flight(for: key, at: now, ask).value
    }

    /// Keeps an answer that came with another.
    func keep(_ value: Value, for key: Key, until: Date, at now: Date) {
        state.withLock { insert(value, for: key, until: until, at: now, into: &$0) }
    }

    /// Forgets one answer.
    func forget(_ key: Key) {
        state.withLock { state in
            state.generation += 1
            state.kept[key] = nil
            state.flights[key] = nil
        }
    }

    /// Forgets everything.
    func forgetAll() {
        state.withLock { state in
            state.generation += 1
            state.kept = [:]
            state.flights = [:]
        }
    }

    private func flight(
        for key: Key,
        at now: Date,
        _ ask: @escaping @Sendable () async throws -> (value: Value, until: Date)
    ) -> Task<Value, any Error> {
        state.withLock { state in
            if let flight = state.flights[key] { return flight.task }
            state.lastFlight += 1
            let number = state.lastFlight
            let generation = state.generation
            // A task of its own, since it is asked for everybody who waits; its question has a deadline.
            let task = Task {
                do {
                    let answer = try await ask()
                    self.land(number, key) { state in
                        guard state.generation == generation else { return }
                        self.insert(answer.value, for: key, until: answer.until, at: now, into: &state)
                    }
                    return answer.value
                } catch {
                    self.land(number, key) { _ in }
                    throw error
                }
            }
            state.flights[key] = Flight(number: number, task: task)
            return task
        }
    }

    private func land(_ number: UInt64, _ key: Key, _ keep: (inout State) -> Void) {
        state.withLock { state in
            if state.flights[key]?.number == number { state.flights[key] = nil }
            keep(&state)
        }
    }

    private func insert(_ value: Value, for key: Key, until: Date, at now: Date, into state: inout State) {
        if now >= state.nextSweep {
            state.kept = state.kept.filter { now < $0.value.until }
            state.nextSweep = now + Self.sweepInterval
        }
        guard state.kept.count < most || state.kept[key] != nil else { return }
        state.kept[key] = (value, until)
    }
}
