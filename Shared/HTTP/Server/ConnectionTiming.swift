internal import Network

/// What a connection waits for, until when.
struct ConnectionTiming {
    enum Subject {
        /// For the client to send something.
        case input
        /// For a handler to answer.
        case handler
        /// For the client to take something.
        case output
    }

    var deadline: ContinuousClock.Instant?
    var subject = Subject.input
    /// Whether the deadline for input passed while nobody waited for it, who was just about to look at what had come.
    var inputIsLate = false
    /// The one timer, which may ring too early and then looks again: moving it for each request would cost more.
    var timer: TimerID?
    var rings: ContinuousClock.Instant?
}

extension ServerConnection {
    /// Replaces the deadline.
    func setDeadline(_ subject: ConnectionTiming.Subject, after duration: Duration) {
        let deadline = ContinuousClock.now + duration
        timing.subject = subject
        timing.inputIsLate = false
        timing.deadline = deadline
        if let rings = timing.rings, rings <= deadline { return }
        if let timer = timing.timer { loop.cancel(timer) }
        startTimer(at: deadline)
    }

    /// Lifts the deadline; the timer stays and finds nothing to do.
    func liftDeadline() {
        timing.deadline = nil
        timing.inputIsLate = false
    }

    func stopTiming() {
        timing.deadline = nil
        if let timer = timing.timer { loop.cancel(timer) }
        timing.timer = nil
        timing.rings = nil
    }

    private func startTimer(at instant: ContinuousClock.Instant) {
        timing.rings = instant
        timing.timer = loop.schedule(at: instant) { [weak self] in
            self?.assumeIsolated { $0.timerRang() }
        }
    }

    private func timerRang() {
        timing.timer = nil
        timing.rings = nil
        guard let deadline = timing.deadline else { return }
        guard deadline <= .now else { return startTimer(at: deadline) }
        timing.deadline = nil
        switch timing.subject {
        case .input:
            timing.inputIsLate = inputWaiter == nil
            wakeReader(.deadline)
        case .handler:
            handlerIsLate = true
            cancelWork()
        case .output:
            output.fail()
            resumeWriters(throwing: DeadlinePassed())
        }
    }
}
