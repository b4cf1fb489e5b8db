public import ServiceRuntime

/// What is known of a question besides what it says.
public struct RequestContext: Sendable {
    /// Who asks, proved by the key of the connection.
    public let caller: Caller
    /// When the caller stops waiting.
    public let deadline: Deadline
    /// What binds together the log lines of one visitor's request, through every program it touches.
    public let trace: TraceID
    /// Present with every question that changes something.
    public let idempotencyKey: IdempotencyKey?
    /// What the caller showed besides its own key: a signed passport, say.
    public let credential: [UInt8]?
    /// The SHA-256 of the subject, a zero byte, and the question's bytes: what a remembered answer is bound to.
    public let bodyDigest: [UInt8]

    /// Gathers a context; outside of tests only the server does.
    public init(
        caller: Caller,
        deadline: Deadline,
        trace: TraceID,
        idempotencyKey: IdempotencyKey? = nil,
        credential: [UInt8]? = nil,
        bodyDigest: [UInt8] = []
    ) {
        self.caller = caller
        self.deadline = deadline
        self.trace = trace
        self.idempotencyKey = idempotencyKey
        self.credential = credential
        self.bodyDigest = bodyDigest
    }
}
