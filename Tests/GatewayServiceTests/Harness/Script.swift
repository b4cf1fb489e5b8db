import Messaging
import Synchronization

/// What the scripted services have in common: each question can be made to fail, and is counted.
final class Script: Sendable {
    private struct State {
        var failures: [Subject: any Error] = [:]
        var failuresOnce: [Subject: any Error] = [:]
        var counts: [Subject: Int] = [:]
        var delay: Duration?
    }

    private let state = Mutex(State())

    /// Answers every question of this kind with an error from now on; `nil` lets the script go on.
    func fail<Question: Request>(_ question: Question.Type, with error: (any Error)?) {
        state.withLock { $0.failures[Question.subject] = error }
    }

    /// Answers the next question of this kind with an error.
    func failOnce<Question: Request>(_ question: Question.Type, with error: any Error) {
        state.withLock { $0.failuresOnce[Question.subject] = error }
    }

    /// Makes every answer take its time.
    func wait(_ delay: Duration?) {
        state.withLock { $0.delay = delay }
    }

    /// How often this was asked.
    func count<Question: Request>(of question: Question.Type) -> Int {
        state.withLock { $0.counts[Question.subject] ?? 0 }
    }

    fileprivate func begin(_ subject: Subject) async throws {
        let (failure, delay) = state.withLock { state in
            state.counts[subject, default: 0] += 1
            return (state.failuresOnce.removeValue(forKey: subject) ?? state.failures[subject], state.delay)
        }
        if let delay { try await Task.sleep(for: delay) }
        if let failure { throw failure }
    }
}

/// Answers one question as a closure says, unless the script says otherwise.
struct Scripted<Question: Request>: RequestHandler {
    let script: Script
    let answer: @Sendable (Question, RequestContext) async throws -> Question.Reply

    func handle(_ request: Question, _ context: RequestContext) async throws -> Question.Reply {
        try await script.begin(Question.subject)
        return try await answer(request, context)
    }
}

extension Answer {
    /// A scripted answer for the gateway.
    init<Question: Request>(
        _ script: Script,
        _ answer: @escaping @Sendable (Question, RequestContext) async throws -> Question.Reply
    ) {
        self.init(Scripted(script: script, answer: answer), to: .gateway)
    }
}

/// A service's announcements, told to whoever follows.
final class Tidings<News: Announcement>: Sendable {
    private let events = Mutex<[News]>([])

    func tell(_ news: News) {
        events.withLock { $0.append(news) }
    }

    func answer(_ script: Script) -> Answer {
        Answer(script) { (question: FollowAnnouncements<News>, _) in
            let end = ContinuousClock.now + .milliseconds(100)
            while true {
                let all = self.events.withLock { $0 }
                let position = Position(transaction: 1, sequence: Int64(all.count))
                guard let after = question.after else { return .init(events: [], position: position) }
                let news = Array(all.dropFirst(Int(after.sequence)))
                if !news.isEmpty || ContinuousClock.now >= end { return .init(events: news, position: position) }
                try await Task.sleep(for: .milliseconds(10))
            }
        }
    }
}
