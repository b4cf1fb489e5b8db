import ServiceRuntime

/// Forgets enrolments that were never confirmed, and their secrets with them.
struct EnrolmentPruning: Service {
    let name = "enrolment pruning"
    let enrolments: AppEnrolmentStore
    let clock: any WallClock
    let log: Log

    /// How often it looks.
    private static let interval: Duration = .seconds(60)

    func run() async throws {
        while !Task.isCancelled {
            do {
                try await enrolments.removeExpired(at: clock.now)
            } catch {
                guard !Task.isCancelled else { return }
                log.warning("Pruning failed; it is tried again.", ["what": "enrolments", "error": "\(error)"])
            }
            // Cut short when the task is cancelled, which the loop sees.
            try? await Task.sleep(for: Self.interval)
        }
    }
}
