/// One question that a service answers, with who may ask it.
///
/// A service's list of these is everything that it does for others.
public struct Answer: Sendable {
    /// The question's subject.
    public let subject: Subject
    /// Whether answering changes anything.
    public let effect: Effect
    /// The programs that may ask; `nil` for every program whose key is known.
    public let callers: Set<CallerName>?

    private let respond: @Sendable (_ question: [UInt8], _ context: RequestContext) async -> Outcome

    /// Answers `handler`'s question when one of `callers` asks it, and nobody else.
    public init(_ handler: some RequestHandler, to callers: CallerName...) {
        self.init(handler, toAny: Set(callers))
    }

    /// Answers `handler`'s question when a member of `callers` asks it, and nobody else.
    public init(_ handler: some RequestHandler, toAny callers: Set<CallerName>) {
        self.init(handler, permitting: callers)
    }

    /// Answers `handler`'s question when a program asks it whose key is known.
    init(toEveryone handler: some RequestHandler) {
        self.init(handler, permitting: nil)
    }

    private init<Handler: RequestHandler>(_ handler: Handler, permitting callers: Set<CallerName>?) {
        subject = Handler.Question.subject
        effect = Handler.Question.effect
        self.callers = callers
        respond = { bytes, context in
            do {
                let question = try Body.decode(Handler.Question.self, from: bytes)
                do {
                    return .reply(try Body.encode(try await handler.handle(question, context)))
                } catch {
                    return Outcome(error, refusals: Handler.Question.Refusal.self)
                }
            } catch {
                return .fault(Fault(.malformed), cause: error)
            }
        }
    }

    func accepts(_ caller: Caller) -> Bool {
        callers?.contains(caller.name) ?? true
    }

    /// Reads a question, answers it, and writes the answer.
    func outcome(of question: [UInt8], _ context: RequestContext) async -> Outcome {
        await respond(question, context)
    }
}
