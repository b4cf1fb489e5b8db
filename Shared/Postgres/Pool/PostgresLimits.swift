/// How long the pool waits, and for how many.
public struct PostgresLimits: Sendable {
    /// How long a statement, and the wait for a connection before it, may take where the request sets no sooner deadline.
    public var patience: Duration
    /// How long the answer to a COMMIT is waited for even if the request's deadline is sooner: once it is sent, knowing
    /// what became of it is worth more than being on time.
    public var commitPatience: Duration
    /// How many may wait for a connection; one more is refused at once.
    public var waiting: Int
    /// How many statements each connection keeps prepared.
    public var preparedStatements: Int

    /// Sets limits of its own.
    public init(
        patience: Duration = .seconds(10),
        commitPatience: Duration = .seconds(5),
        waiting: Int = 512,
        preparedStatements: Int = 256
    ) {
        self.patience = patience
        self.commitPatience = commitPatience
        self.waiting = waiting
        self.preparedStatements = preparedStatements
    }

    /// The usual limits.
    public static let standard = PostgresLimits()
}
