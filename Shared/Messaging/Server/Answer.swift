/// One question that a service answers, with who may ask it.
///
/// A service's list of these is everything that it does for others.
public struct Answer: Sendable {
    /// The question's subject.
    public let subject: Subject
    /// The programs that may ask.
    public let callers: Set<CallerName>
    /// Whether answering changes anything.
    public let effect: Effect

    private let respond: @Sendable (_ question: [UInt8], _ context: RequestContext) async -> Outcome

    /// Answers `handler`'s question when one of `callers` asks it, and nobody else.
    public init<Handler: RequestHandler>(_ handler: Handler, to callers: CallerName...) {
        self.init(handler, toAny: Set(callers))
    }

    /// Answers `handler`'s question when a member of `callers` asks it, and nobody else.
    public init<Handler: RequestHandler>(_ handler: Handler, toAny callers: Set<CallerName>) {
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

    /// Reads a question, answers it, and writes the answer.
    func outcome(of question: [UInt8], _ context: RequestContext) async -> Outcome {
        await respond(question, context)
    }
}

/// How answering a question ended.
enum Outcome: Sendable {
    case reply([UInt8])
    case refusal([UInt8])
    case denial(Denial)
    /// A failure, and what belongs in the log and not on the wire.
    case fault(Fault, cause: (any Error)?)

    /// Sorts what a handler threw.
    init<Refusal: RefusalReason>(_ error: any Error, refusals: Refusal.Type) {
        do {
            if let refusal = error as? Refusal {
                self = .refusal(try Body.encode(refusal))
            } else if let denial = error as? Denial {
                self = .denial(denial)
            } else if let fault = error as? Fault {
                self = .fault(fault, cause: nil)
            } else if let kind = (error as? any ExpressibleAsFault)?.faultKind {
                self = .fault(Fault(kind), cause: error)
            } else if error is CancellationError {
                self = .fault(Fault(.deadlinePassed), cause: nil)
            } else {
                self = .fault(Fault(.failed), cause: error)
            }
        } catch {
            self = .fault(Fault(.failed), cause: error)
        }
    }
}
