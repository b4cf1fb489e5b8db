import Cryptography
public import Messaging
import ServiceRuntime

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
        return try await handler.handle(request, from: person, context.bound(to: person.session))
    }
}

extension RequestContext {
    /// The same, with what a remembered answer is bound to holding the session as well: the key and the words of
    /// somebody's question bring nobody else the answer that was given.
    fileprivate func bound(to session: SessionID) -> RequestContext {
        RequestContext(
            caller: caller,
            deadline: deadline,
            trace: trace,
            idempotencyKey: idempotencyKey,
            credential: credential,
            bodyDigest: SHA256.hash(bodyDigest + Array(session.description.utf8))
        )
    }
}
