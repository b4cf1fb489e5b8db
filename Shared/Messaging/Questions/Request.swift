/// What a question does to the service that answers it.
public enum Effect: Sendable {
    /// Nothing: it may be repeated freely.
    case reads
    /// Something: it carries an idempotency key, and with the same key it may be repeated.
    case changes
}

/// A question that one program asks another, with its reply and every expected way to decline.
///
/// Question, reply and refusals stand together in one small file of a contract.
public protocol Request: Codable, Sendable {
    associatedtype Reply: Codable & Sendable
    associatedtype Refusal: RefusalReason

    /// The question's name on the wire.
    static var subject: Subject { get }
    /// Whether answering changes anything.
    static var effect: Effect { get }
}

/// An expected no: thrown by the handler, caught by whoever asked.
///
/// Questions that are never refused say `typealias Refusal = Never`.
public protocol RefusalReason: Error, Codable, Sendable, Hashable {}

extension Never: RefusalReason {}
