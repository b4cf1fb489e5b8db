/// The first frame of every message: what the second one, the body, is about.
///
/// `docs/wire-protocol.md` draws it byte by byte. Reading is strict: what is too short, too long or not canonical is no
/// envelope.
struct Envelope: Hashable, Sendable {
    /// Ties an answer to its question: the asking side chooses it, and never uses one twice on a connection.
    var correlation: UInt64
    var content: Content

    enum Content: Hashable, Sendable {
        /// A question; the body is what it says.
        case question(QuestionHeader)
        /// An answer; the body is what it says.
        case answer(AnswerKind)
        /// Nobody waits for this question's answer any more.
        case cancel
        /// Are you there?
        case ping
        /// I am here.
        case pong
        /// I am stopping and have not begun to answer this question: ask another.
        case leaving
    }

    /// What a question carries besides what it says.
    struct QuestionHeader: Hashable, Sendable {
        var subject: Subject
        /// When the caller stops waiting, in milliseconds since 1970-01-01T00:00:00Z.
        var deadlineMilliseconds: Int64
        var trace: TraceID
        var idempotencyKey: IdempotencyKey?
        var credential: [UInt8]?
    }

    /// What the body of an answer is.
    enum AnswerKind: UInt8, Sendable {
        case reply = 0
        case refusal = 1
        case denial = 2
        case fault = 3
    }

    /// The version of this layout.
    static let version: UInt8 = 1
    /// The largest credential that travels, in bytes.
    static let largestCredential = 8192
    /// Version, kind and correlation.
    static let smallest = 10
    /// A question with everything at its largest.
    static let largest =
        smallest + 1 + 8 + SixteenBytes.count + SixteenBytes.count + 1 + Subject.longest + 2 + largestCredential
}

/// The numbers that stand for the kinds of message.
enum EnvelopeKind: UInt8 {
    case question = 1
    case answer = 2
    case cancel = 3
    case ping = 4
    case pong = 5
    case leaving = 6
}

/// Which of a question's optional parts are there.
struct QuestionFlags: OptionSet {
    let rawValue: UInt8

    static let idempotencyKey = QuestionFlags(rawValue: 1)
    static let credential = QuestionFlags(rawValue: 2)
    static let known: QuestionFlags = [.idempotencyKey, .credential]
}
