public import Messaging

/// Answers a question that only a signed-in person may ask.
///
/// It receives a `Person`, which only a good passport makes: a handler of this kind cannot forget to check.
public protocol PersonalHandler<Question>: Sendable {
    associatedtype Question: Request

    /// Whether a session that has not yet given its second factor may ask: only challenges, enrolment and
    /// log-out say yes.
    static var allowsPending: Bool { get }

    func handle(_ request: Question, from person: Person, _ context: RequestContext) async throws -> Question.Reply
}

extension PersonalHandler {
    public static var allowsPending: Bool { false }
}

extension Answer {
    /// Answers `handler`'s question for whoever has a passport that `passports` finds good.
    public init(
        personal handler: some PersonalHandler,
        checkedBy passports: PassportVerifier,
        to callers: CallerName...
    ) {
        self.init(PassportCheck(handler: handler, passports: passports), toAny: Set(callers))
    }
}

/// The check before a personal handler.
private struct PassportCheck<Handler: PersonalHandler>: RequestHandler {
    let handler: Handler
    let passports: PassportVerifier

    func handle(_ request: Handler.Question, _ context: RequestContext) async throws -> Handler.Question.Reply {
        let person = try passports.person(of: context, allowingPending: Handler.allowsPending)
        return try await handler.handle(request, from: person, context)
    }
}
