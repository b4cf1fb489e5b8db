import Dispatch
public import ServiceRuntime
import Synchronization
import ZeroMQ

/// Answers questions on the bus.
///
/// One thread owns its sockets and runs its handlers, which `await` and never block. Who asks is known from the key of the
/// connection; what each caller may ask stands in the list of answers, and nothing else is answered. Work is bounded:
/// what is too much is answered *overloaded* at once, and what is past its deadline is dropped.
public final class MessageServer: Service {
    public let name = "bus"
    /// Where it listens, with the port that was free where 0 was asked for.
    public let boundEndpoint: BusEndpoint

    private let thread: SocketThread<ServerCommand>
    private let failure: ServerFailure

    /// Listens at `listen`; answering begins with `run`.
    ///
    /// - Parameters:
    ///   - listen: where to listen.
    ///   - key: this program's own key.
    ///   - peers: the keys that are let in.
    ///   - limits: how much it takes on.
    ///   - health: tells how the program is, for `AskHealth`, which every caller may ask.
    ///   - log: where it tells whom it turned away, and what failed.
    ///   - metrics: where it counts.
    ///   - answers: every question that it answers, with who may ask it.
    /// - Throws: `CannotListen` or `AnsweredTwice`.
    public init(
        listen: BusEndpoint,
        key: BusKeyPair,
        peers: BusPeers,
        limits: MessageLimits = .standard,
        health: @escaping @Sendable () async -> Health,
        log: Log,
        metrics: Metrics,
        answering answers: [Answer]
    ) throws {
        let reception = try Reception(answers + [Answer(toEveryone: HealthHandler(health: health))])
        let thread = try SocketThread<ServerCommand>(name: "bus-server")
        let failure = ServerFailure()
        let opened = Opening()
        let configuration = ServerConfiguration(
            listen: listen,
            key: key,
            peers: peers,
            limits: limits,
            log: log,
            metrics: metrics,
            reception: reception
        )
        thread.start {
            do {
                let loop = try ServerLoop(configuration, thread: thread)
                opened.finish(.success(loop.boundEndpoint))
                failure.error.withLock { [error = loop.run()] in $0 = error }
            } catch {
                opened.finish(.failure(CannotListen(endpoint: listen, reason: "\(error)")))
            }
        } leftover: { _ in
        }
        boundEndpoint = try opened.wait()
        self.thread = thread
        self.failure = failure
    }

    deinit {
        thread.post(.stop)
    }

    /// Answers until its task is cancelled, then finishes what is in hand.
    ///
    /// - Throws: `ZeroMQError` when a socket broke, so that the program ends and is started again.
    public func run() async throws {
        await withTaskCancellationHandler {
            thread.post(.begin)
            await thread.ended()
        } onCancel: {
            thread.post(.stop)
        }
        if let error = failure.error.withLock({ $0 }) { throw error }
    }
}

/// A server could not begin to listen.
public struct CannotListen: Error, Hashable, CustomStringConvertible {
    public let endpoint: BusEndpoint
    public let reason: String

    public var description: String { "the bus cannot listen at \(endpoint): \(reason)" }
}

/// What the server's thread is told by others.
enum ServerCommand: Sendable {
    case begin
    case finished(WorkID, Outcome)
    case stop
}

/// Everything that a server's loop is made of.
struct ServerConfiguration: Sendable {
    let listen: BusEndpoint
    let key: BusKeyPair
    let peers: BusPeers
    let limits: MessageLimits
    let log: Log
    let metrics: Metrics
    let reception: Reception
}

/// Why a server's thread ended, if nobody had asked it to.
private final class ServerFailure: Sendable {
    let error = Mutex<(any Error)?>(nil)
}

/// Waits for the thread to have opened its sockets, which takes it well under a millisecond: nothing in it waits for others.
private final class Opening: Sendable {
    private let result = Mutex<Result<BusEndpoint, CannotListen>?>(nil)
    private let isOpen = DispatchSemaphore(value: 0)

    func finish(_ result: Result<BusEndpoint, CannotListen>) {
        self.result.withLock { $0 = result }
        isOpen.signal()
    }

    func wait() throws -> BusEndpoint {
        isOpen.wait()
        guard let result = result.withLock({ $0 }) else { throw CancellationError() }
        return try result.get()
    }
}
