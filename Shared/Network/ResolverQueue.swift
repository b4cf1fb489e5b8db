internal import Synchronization

/// One look-up: what is asked, and who waits for the answer.
///
/// It is answered once; later answers are dropped.
final class ResolverQuestion: Sendable {
    typealias Answer = Result<[SocketAddress], any Error>

    let host: String
    let port: Int
    private let state = Mutex(State.unheard)

    private enum State {
        case unheard
        case waiting(CheckedContinuation<[SocketAddress], any Error>)
        /// Answered; kept only when nobody was listening yet.
        case answered(Answer?)
    }

    init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    /// Names who waits; they are resumed at once when the question was given up before.
    func answer(to continuation: CheckedContinuation<[SocketAddress], any Error>) {
        let early = state.withLock { state -> Answer? in
            guard case .answered(let early?) = state else {
                state = .waiting(continuation)
                return nil
            }
            state = .answered(nil)
            return early
        }
        if let early { continuation.resume(with: early) }
    }

    func finish(_ answer: Answer) {
        let continuation = state.withLock { state -> CheckedContinuation<[SocketAddress], any Error>? in
            switch state {
            case .unheard:
                state = .answered(answer)
                return nil
            case .waiting(let continuation):
                state = .answered(nil)
                return continuation
            case .answered:
                return nil
            }
        }
        continuation?.resume(with: answer)
    }

    /// Nobody waits any more.
    var isAnswered: Bool {
        state.withLock { state in
            if case .answered = state { true } else { false }
        }
    }
}

/// Which look-ups wait, and how many threads work on them.
struct ResolverQueue {
    enum Admission {
        /// A thread that is at work will come to it.
        case queued
        /// It waits for a thread, which the caller must start.
        case needsThread
        case refused
    }

    let threads: Int
    let limit: Int
    private var waiting: [ResolverQuestion] = []
    private var running = 0

    init(threads: Int, limit: Int) {
        self.threads = threads
        self.limit = limit
    }

    mutating func add(_ question: ResolverQuestion) -> Admission {
        if waiting.count >= limit { waiting.removeAll(where: \.isAnswered) }
        guard waiting.count < limit else { return .refused }
        waiting.append(question)
        guard running < threads else { return .queued }
        running += 1
        return .needsThread
    }

    /// The next question that somebody still waits for; nil tells the thread to end.
    mutating func next() -> ResolverQuestion? {
        while !waiting.isEmpty {
            let question = waiting.removeFirst()
            if !question.isAnswered { return question }
        }
        running -= 1
        return nil
    }

    /// Takes back a thread that did not start; with none left, nobody will answer what waits.
    mutating func threadFailed() -> [ResolverQuestion] {
        running -= 1
        guard running == 0 else { return [] }
        defer { waiting = [] }
        return waiting
    }
}
