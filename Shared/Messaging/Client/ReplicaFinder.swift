import Network
import ServiceRuntime
import Synchronization

/// Looks up every address behind a service's names, again and again, and at once when a connection is lost.
final class ReplicaFinder: Sendable {
    /// Gives the addresses of one endpoint, as `host:port`.
    typealias LookUp = @Sendable (BusEndpoint, Deadline) async throws -> [String]

    private let endpoints: [BusEndpoint]
    private let resolve: LookUp
    private let interval: Duration
    private let most: Int
    private let log: Log
    private let pause = Mutex<Task<Void, Never>?>(nil)

    init(
        endpoints: [BusEndpoint],
        interval: Duration,
        most: Int,
        log: Log,
        lookingUp resolve: @escaping LookUp = ReplicaFinder.askTheSystem
    ) {
        self.endpoints = endpoints
        self.resolve = resolve
        self.interval = interval
        self.most = most
        self.log = log
    }

    /// Tells `found` the addresses, at first and whenever they are others, until its task is cancelled.
    func run(_ found: @Sendable ([String]) -> Void) async {
        var known: [String] = []
        var lastProblem: String?
        while !Task.isCancelled {
            let (addresses, problem) = await lookUp()
            // While some name cannot be resolved, what was found before still counts.
            let all = problem == nil ? addresses : known + addresses.filter { !known.contains($0) }
            let kept = Array(all.prefix(most))
            if kept != known {
                known = kept
                found(known)
            }
            if let problem, problem != lastProblem { log.warning("cannot look up a service", ["error": problem]) }
            lastProblem = problem
            await wait()
        }
    }

    /// Ends the present pause.
    func lookAgain() {
        pause.withLock { $0?.cancel() }
    }

    private func lookUp() async -> (addresses: [String], problem: String?) {
        var addresses: Set<String> = []
        var problem: String?
        for endpoint in endpoints {
            do {
                let found = try await resolve(endpoint, .after(interval * 2))
                addresses.formUnion(found.map { "tcp://\($0)" })
            } catch {
                problem = "\(error)"
            }
        }
        return (addresses.sorted(), problem)
    }

    static let askTheSystem: LookUp = { endpoint, deadline in
        try await Resolver.addresses(of: endpoint.host, port: endpoint.port, before: deadline).map { "\($0)" }
    }

    private func wait() async {
        let pause = Task<Void, Never> { [interval] in
            // Cut short: then the wait is over, which is what was wanted.
            try? await Task.sleep(for: interval)
        }
        self.pause.withLock { $0 = pause }
        await withTaskCancellationHandler {
            await pause.value
        } onCancel: {
            pause.cancel()
        }
    }
}
