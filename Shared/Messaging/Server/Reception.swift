import ServiceRuntime

/// Decides which questions are answered at all, before anything of them is read.
struct Reception: Sendable {
    private let answers: [Subject: Answer]

    /// - Throws: `AnsweredTwice`.
    init(_ answers: [Answer]) throws(AnsweredTwice) {
        var bySubject: [Subject: Answer] = [:]
        for answer in answers {
            guard bySubject.updateValue(answer, forKey: answer.subject) == nil else {
                throw AnsweredTwice(subject: answer.subject)
            }
        }
        self.answers = bySubject
    }

    var subjects: [Subject] { Array(answers.keys) }

    /// Finds who answers the question under `header`, or says why nobody does.
    func answer(to header: Envelope.QuestionHeader, from caller: Caller) throws(Fault) -> Answer {
        guard let answer = answers[header.subject] else { throw Fault(.unknownSubject) }
        guard answer.accepts(caller) else { throw Fault(.notPermitted) }
        // Without a key nobody could tell a repeat from a second wish.
        guard answer.effect == .reads || header.idempotencyKey != nil else { throw Fault(.malformed) }
        return answer
    }
}

/// Two answers to one question stand in a server's list.
public struct AnsweredTwice: Error, Hashable, CustomStringConvertible {
    public let subject: Subject

    public var description: String { "\(subject) is answered twice" }
}

/// Tells how a program is.
struct HealthHandler: RequestHandler {
    let health: @Sendable () async -> Health

    func handle(_ request: AskHealth, _ context: RequestContext) async -> AskHealth.Reply {
        AskHealth.Reply(health: await health())
    }
}
