import ServiceRuntime
import Synchronization

/// A question on its way, written out by whoever asks it.
final class PendingQuestion: Sendable {
    let correlation: UInt64
    let effect: Effect
    let deadline: Deadline
    let envelope: [UInt8]
    let body: [UInt8]
    /// Set before the thread is told, so that a question that is cancelled before it arrives is known to be.
    let isCancelled = Atomic<Bool>(false)

    init(correlation: UInt64, effect: Effect, deadline: Deadline, envelope: [UInt8], body: [UInt8]) {
        self.correlation = correlation
        self.effect = effect
        self.deadline = deadline
        self.envelope = envelope
        self.body = body
    }
}

/// An answer as it arrived.
struct RawAnswer: Sendable {
    let kind: Envelope.AnswerKind
    let body: [UInt8]
}

/// What a client's thread is told by others.
enum ClientCommand: Sendable {
    case ask(PendingQuestion, CheckedContinuation<RawAnswer, any Error>)
    case cancel(UInt64)
    /// These are all the addresses behind the service's name.
    case addresses([String])
    case stop
}
