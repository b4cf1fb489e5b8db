/// Starts services, watches them, and stops them in reverse order.
struct Supervisor: Sendable {
    private enum Event: Sendable {
        case stopRequested
        case ended(Int, (any Error)?)
        case timeIsUp
    }

    private let services: [any Service]
    private let log: Log
    private let limit: Duration
    private let events: AsyncStream<Event>
    private let report: AsyncStream<Event>.Continuation

    init(services: [any Service], log: Log, limit: Duration) {
        self.services = services
        self.log = log
        self.limit = limit
        // Each service ends once and there are a handful of other events: the stream needs no bound.
        (events, report) = AsyncStream.makeStream()
    }

    func stop() {
        report.yield(.stopRequested)
    }

    func run(until stop: (@Sendable () async -> Void)?) async throws {
        var running = start()
        var failure: (any Error)?
        var timer: Task<Void, Never>?
        let waiting = stop.map { stop in
            Task {
                await stop()
                report.yield(.stopRequested)
            }
        }
        defer {
            waiting?.cancel()
            timer?.cancel()
        }

        for await event in events {
            switch event {
            case .timeIsUp:
                for task in running.values { task.cancel() }
                throw StoppingTookTooLong(services: running.keys.sorted().map { services[$0].name })
            case .stopRequested:
                guard timer == nil else { continue }
            case .ended(let index, let error):
                running[index] = nil
                let name = services[index].name
                if let error, !(timer != nil && error is CancellationError) {
                    log.error("A service failed.", ["service": name, "error": "\(error)"])
                    failure = failure ?? error
                } else if timer == nil {
                    failure = failure ?? ServiceEnded(service: name)
                } else {
                    log.debug("A service stopped.", ["service": name])
                }
            }
            guard let last = running.keys.max() else { break }
            timer = timer ?? startTimer()
            running[last]?.cancel()
        }
        if let failure { throw failure }
    }

    private func start() -> [Int: Task<Void, Never>] {
        var running: [Int: Task<Void, Never>] = [:]
        for (index, service) in services.enumerated() {
            running[index] = Task {
                do {
                    try await service.run()
                    report.yield(.ended(index, nil))
                } catch {
                    report.yield(.ended(index, error))
                }
            }
        }
        return running
    }

    private func startTimer() -> Task<Void, Never> {
        Task {
            // Cancelled once everything has stopped.
            guard (try? await Task.sleep(for: limit)) != nil else { return }
            report.yield(.timeIsUp)
        }
    }
}
