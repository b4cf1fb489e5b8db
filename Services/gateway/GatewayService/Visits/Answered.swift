import Messaging

/// What came back from a service: the reply, a no that its question expects, or a failure.
///
/// A route switches over it, so that it cannot forget that a neighbour may be away.
enum Answered<Question: Request>: Sendable {
    case reply(Question.Reply)
    case refusal(Question.Refusal)
    case fault(Fault)

    /// The reply, for pages that show nothing without it.
    ///
    /// - Throws: the refusal or the fault.
    func get() throws -> Question.Reply {
        switch self {
        case .reply(let reply): return reply
        case .refusal(let refusal): throw refusal
        case .fault(let fault): throw fault
        }
    }

    /// The reply, for pages that have something to show without it.
    var reply: Question.Reply? {
        if case .reply(let reply) = self { reply } else { nil }
    }
}
