/// Runs a program's body, cancels it at the first signal, and gives up on it when it does not end.
struct InterruptibleWork: Sendable {
    /// What a body gets beyond the time that its services have for stopping.
    static let margin: Duration = .seconds(2)

    let log: Log
    let stoppingLimit: Duration

    private enum End: Sendable {
        case finished(ExitStatus)
        case failed(any Error)
        case gaveUp
    }

    func run(
        until signals: AsyncStream<String>,
        _ body: @escaping @Sendable () async throws -> ExitStatus
    ) async -> ExitStatus {
        let (ends, report) = AsyncStream.makeStream(of: End.self)
        let work = Task {
            do {
                report.yield(.finished(try await body()))
            } catch {
                report.yield(.failed(error))
            }
        }
        let watcher = Task {
            for await signal in signals {
                log.notice("Stopping.", ["signal": signal])
                work.cancel()
                guard (try? await Task.sleep(for: stoppingLimit + Self.margin)) != nil else { return }
                report.yield(.gaveUp)
            }
        }
        defer { watcher.cancel() }

        for await end in ends {
            switch end {
            case .finished(let status):
                return status
            case .failed(let error):
                // What was under way when the signal came ends with this error, and that is as it should be.
                if work.isCancelled, error is CancellationError { return .success }
                log.error("\(error)")
                return .failure
            case .gaveUp:
                log.error("Not stopped in time; ending all the same.")
                return .failure
            }
        }
        return .failure
    }
}
