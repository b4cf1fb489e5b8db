/// Every bound on what a server or a client of the bus takes on, and how long it waits.
public struct MessageLimits: Sendable {
    /// What programs use.
    public static let standard = MessageLimits()

    // MARK: Both sides

    /// The largest body of a question or an answer, in bytes.
    public var largestBody = 1 << 20
    /// How many messages may wait to be sent to, or read from, one connection; more than anyone may have in flight.
    public var connectionQueue = 2048
    /// How many messages are read from a socket before its thread looks after other things.
    public var messagesPerTurn = 256

    // MARK: Servers

    /// How many questions are answered side by side.
    public var concurrentQuestions = 256
    /// How many more may wait for their turn; beyond it the answer is *overloaded*, at once.
    public var waitingQuestions = 1024
    /// The furthest deadline that is believed; a question that asks for more gets this.
    public var furthestDeadline: Duration = .seconds(60)
    /// How long a server that stops lets answers in hand be finished.
    public var stopping: Duration = .seconds(8)
    /// How long it then waits for handlers to notice that they are cancelled.
    public var abandoning: Duration = .milliseconds(500)
    /// How long a server then stays connected, so that the last answers are read: what a caller has received and not yet
    /// read when its connection ends, libzmq throws away.
    public var parting: Duration = .milliseconds(100)
    /// How often the folder of peers is looked at.
    public var peersInterval: Duration = .seconds(1)

    // MARK: Clients

    /// How many questions one client may have under way; beyond it the answer is *overloaded*, at once.
    public var questionsInFlight = 1024
    /// How long a question waits for somebody to be connected before it is *unavailable*.
    public var connecting: Duration = .seconds(1)
    /// When a question is offered again to a socket that would not take it although its connection stands.
    public var sendingAgain: Duration = .milliseconds(10)
    /// How long a replica may be silent, with questions outstanding, before it is asked whether it is there.
    public var silence: Duration = .milliseconds(500)
    /// How long it may take to say so before it is left alone.
    public var pong: Duration = .milliseconds(500)
    /// How often a replica that is left alone is asked again.
    public var pingInterval: Duration = .milliseconds(250)
    /// How often names are resolved again.
    public var resolving: Duration = .seconds(1)
    /// How often one question is sent at most: to others when a connection is lost or a replica falls silent.
    public var attempts = 4
    /// The most replicas that one name is taken to have.
    public var replicas = 32

    public init() {}
}
