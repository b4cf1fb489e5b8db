/// How answering a question ended.
enum Outcome: Sendable {
    case reply([UInt8])
    case refusal([UInt8])
    case denial(Denial)
    /// A failure, and what of it belongs in the log and not on the wire.
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
                // Its caller gave up, or the deadline passed.
                self = .fault(Fault(.deadlinePassed), cause: nil)
            } else {
                self = .fault(Fault(.failed), cause: error)
            }
        } catch {
            self = .fault(Fault(.failed), cause: error)
        }
    }

    /// The answer's kind and body on the wire.
    func encoded() -> (kind: Envelope.AnswerKind, body: [UInt8]) {
        do {
            switch self {
            case .reply(let body): return (.reply, body)
            case .refusal(let body): return (.refusal, body)
            case .denial(let denial): return (.denial, try Body.encode(denial))
            case .fault(let fault, _): return (.fault, try Body.encode(fault))
            }
        } catch {
            // Both are strings and nothing else; should they fail all the same, the kind tells enough.
            return (.fault, [])
        }
    }

    /// What the metrics call it.
    var label: String {
        switch self {
        case .reply: "reply"
        case .refusal: "refusal"
        case .denial: "denial"
        case .fault(let fault, _): fault.kind.rawValue
        }
    }
}
