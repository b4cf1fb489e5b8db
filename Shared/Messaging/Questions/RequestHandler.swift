/// Answers one kind of question: it tells the story of one use case.
public protocol RequestHandler<Question>: Sendable {
    associatedtype Question: Request

    /// Answers `request`.
    ///
    /// It runs on the thread that serves the bus and must never block it. Its task is cancelled when the caller gives
    /// up or the deadline passes; `Deadline.current` and `TraceID.current` are those of `context`.
    ///
    /// - Throws: `Question.Refusal` for an expected no; `Denial` when the credential does not carry this; `Fault`, or
    ///   an error that is `ExpressibleAsFault`; anything else is logged and reaches the caller as an incident number.
    func handle(_ request: Question, _ context: RequestContext) async throws -> Question.Reply
}
