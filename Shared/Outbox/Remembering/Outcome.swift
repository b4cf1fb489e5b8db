public import Messaging

/// How a change ended: both are remembered, and what was written either way stands.
///
/// A refusal can have an effect too: a wrong password counts. Whoever wants nothing to stand throws.
public enum Outcome<Question: Request>: Sendable {
    case reply(Question.Reply)
    case refusal(Question.Refusal)
}

/// How a change ended whose reply holds a token: what is remembered is enough to issue another, never the token itself.
public enum Remembered<Memo: Codable & Sendable, Refusal: RefusalReason>: Sendable {
    case issue(Memo)
    case refusal(Refusal)
}

/// What is sealed: one of the two.
struct Memory<Kept: Codable & Sendable, Refusal: RefusalReason>: Codable, Sendable {
    var kept: Kept?
    var refusal: Refusal?
}
