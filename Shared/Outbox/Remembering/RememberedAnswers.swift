public import Cryptography
public import Foundation
public import Messaging
public import Postgres
public import ServiceRuntime

/// Makes a change take effect once, however often it is asked for with the same idempotency key.
///
/// The answer is remembered in the transaction that made the change, sealed, for two minutes, and only for the same caller
/// and the same question. A twin that comes while the first is at work waits for it.
public struct RememberedAnswers: Sendable {
    /// How long an answer is remembered.
    public static let rememberedFor: TimeInterval = 2 * 60

    private let sealing: SealingKeys
    private let clock: any WallClock
    private let database: PostgresPool

    public init(sealing: SealingKeys, clock: any WallClock, pool database: PostgresPool) {
        self.sealing = sealing
        self.clock = clock
        self.database = database
    }

    /// Makes a change, or gives the answer that was given before.
    ///
    /// - Parameters:
    ///   - request: what is asked.
    ///   - context: who asks, and under which key.
    ///   - effect: makes the change in the transaction it is handed.
    /// - Returns: the reply, from now or from before.
    /// - Throws: the refusal, `Fault` (malformed) for a question without a key or with one that was used for another
    ///   question, and whatever `effect` throws, after undoing everything.
    public func once<Question: Request>(
        _ request: Question,
        _ context: RequestContext,
        _ effect: (Transaction) async throws -> Outcome<Question>
    ) async throws -> Question.Reply {
        let memory: Memory<Question.Reply, Question.Refusal> = try await database.transaction { transaction in
            if let known: Memory<Question.Reply, Question.Refusal> = try await recall(
                Question.subject,
                context,
                in: transaction
            ) {
                return known
            }
            let memory: Memory<Question.Reply, Question.Refusal> =
                switch try await effect(transaction) {
                case .reply(let reply): Memory(kept: reply)
                case .refusal(let refusal): Memory(refusal: refusal)
                }
            try await remember(memory, Question.subject, context, in: transaction)
            return memory
        }
        if let refusal = memory.refusal { throw refusal }
        guard let reply = memory.kept else { throw Fault(.failed) }
        return reply
    }

    /// Makes a change whose reply holds a token.
    ///
    /// The repeat issues another, which must void the first.
    ///
    /// - Parameters:
    ///   - request: what is asked.
    ///   - context: who asks, and under which key.
    ///   - effect: makes the change, and says what `issue` needs to know.
    ///   - issue: makes the reply, in the same transaction; at a repeat it alone runs.
    /// - Returns: the reply, with a token that is good.
    /// - Throws: as the other `once`, and whatever `issue` throws.
    public func once<Question: Request, Memo: Codable & Sendable>(
        _ request: Question,
        _ context: RequestContext,
        _ effect: (Transaction) async throws -> Remembered<Memo, Question.Refusal>,
        issue: (Memo, Transaction) async throws -> Question.Reply
    ) async throws -> Question.Reply {
        let result: Result<Question.Reply, Question.Refusal> = try await database.transaction { transaction in
            var memory: Memory<Memo, Question.Refusal>? = try await recall(Question.subject, context, in: transaction)
            if memory == nil {
                let fresh: Memory<Memo, Question.Refusal> =
                    switch try await effect(transaction) {
                    case .issue(let memo): Memory(kept: memo)
                    case .refusal(let refusal): Memory(refusal: refusal)
                    }
                try await remember(fresh, Question.subject, context, in: transaction)
                memory = fresh
            }
            if let refusal = memory?.refusal { return .failure(refusal) }
            guard let memo = memory?.kept else { throw Fault(.failed) }
            return .success(try await issue(memo, transaction))
        }
        return try result.get()
    }

    /// What has to run: it forgets answers after two minutes.
    public var pruning: any Service {
        AnswerPruning(database: database, clock: clock)
    }

    // MARK: The table

    /// The answer of a question that was asked before; `nil`, and the key is taken, where this is the first time.
    private func recall<Kept: Codable & Sendable, Refusal: RefusalReason>(
        _ subject: Subject,
        _ context: RequestContext,
        in transaction: Transaction
    ) async throws -> Memory<Kept, Refusal>? {
        guard let key = context.idempotencyKey else { throw Fault(.malformed) }
        let caller = context.caller.key.bytes
        // A twin's row that is not committed yet makes this wait; then it is there, or was undone and is ours to write.
        let isFirst = try await transaction.run(
            """
            INSERT INTO remembered_answers (caller, key, question, remembered_at)
            VALUES (\(caller), \(key.bytes), \(context.bodyDigest), \(clock.now))
            ON CONFLICT (caller, key) DO NOTHING
            """
        )
        guard isFirst == 0 else { return nil }
        let row = try await transaction.row(
            "SELECT question, answer FROM remembered_answers WHERE caller = \(caller) AND key = \(key.bytes)",
            as: ([UInt8], [UInt8]?).self
        )
        guard let row, let sealed = row.1, row.0 == context.bodyDigest else { throw Fault(.malformed) }
        let bytes = try sealing.open(sealed, context: Self.place(subject, context))
        return try JSONDecoder().decode(Memory<Kept, Refusal>.self, from: Data(bytes))
    }

    private func remember<Kept: Codable & Sendable, Refusal: RefusalReason>(
        _ memory: Memory<Kept, Refusal>,
        _ subject: Subject,
        _ context: RequestContext,
        in transaction: Transaction
    ) async throws {
        guard let key = context.idempotencyKey else { throw Fault(.malformed) }
        let bytes = [UInt8](try JSONEncoder().encode(memory))
        try await transaction.run(
            """
            UPDATE remembered_answers SET answer = \(sealing.seal(bytes, context: Self.place(subject, context)))
            WHERE caller = \(context.caller.key.bytes) AND key = \(key.bytes)
            """
        )
    }

    /// What a sealed answer is bound to: moved to another row it does not open.
    private static func place(_ subject: Subject, _ context: RequestContext) -> String {
        "remembered answer:\(subject):\(context.caller.key):\(context.idempotencyKey?.description ?? "")"
    }
}

/// Forgets remembered answers when their time is over.
private struct AnswerPruning: Service {
    let name = "remembered answers pruning"
    let database: PostgresPool
    let clock: any WallClock

    /// How often it looks: what is sealed stays this much longer at most.
    private static let interval: Duration = .seconds(15)

    func run() async throws {
        await repeating(every: Self.interval, "remembered answers", log: .silent) {
            let oldest = clock.now - RememberedAnswers.rememberedFor
            try await database.run("DELETE FROM remembered_answers WHERE remembered_at < \(oldest)")
        }
    }
}
