@preconcurrency internal import Dispatch
internal import Synchronization

/// A value that is read from files, and read again when they change, so that a program need not be started again.
///
/// The files are looked at every second. What cannot be read leaves the former value in force and is told once. Files
/// that belong together are rarely replaced in one moment, so they are read when they have stayed as they are from one
/// look to the next.
public final class RereadFiles<Value: Sendable>: Sendable {
    private struct State {
        var value: Value
        /// How the files were when they were read last, well or in vain.
        var read: [FileState]
        /// How they were at the last look.
        var seen: [FileState]
        var readAt: ContinuousClock.Instant
        var log: Log?
    }

    private let paths: [String]
    private let content: String
    private let renewal: Duration?
    private let make: @Sendable () throws -> Value
    private let state: Mutex<State>
    private let timer = RereadTimer()

    /// Reads the files.
    ///
    /// - Parameters:
    ///   - paths: What is looked at.
    ///   - content: What the log calls what is in them: "the certificate".
    ///   - renewal: After what time the value is made anew although no file has changed; nil for never.
    ///   - read: Makes the value; its error's description goes into the log.
    /// - Throws: What `read` throws.
    public init(
        _ paths: [String],
        holding content: String,
        renewedAfter renewal: Duration? = nil,
        read: @escaping @Sendable () throws -> Value
    ) throws {
        self.paths = paths
        self.content = content
        self.renewal = renewal
        make = read
        // Before reading: a change that comes meanwhile is then seen at the next look.
        let files = paths.map(FileState.init)
        state = Mutex(State(value: try read(), read: files, seen: files, readAt: .now, log: nil))
        timer.start { [weak self] in self?.look() }
    }

    /// The value as it was read last.
    public var current: Value { state.withLock { $0.value } }

    /// Tells a log from now on when the files are read again, or cannot be.
    public func tell(_ log: Log) {
        state.withLock { $0.log = log }
    }

    /// Looks at the files, and reads them where they have changed and come to rest.
    private func look() {
        let files = paths.map(FileState.init)
        let (hasChanged, isOld) = state.withLock { state in
            defer { state.seen = files }
            let isOld = renewal.map { state.readAt + $0 < .now } ?? false
            return (files != state.read && files == state.seen, isOld)
        }
        guard hasChanged || isOld else { return }
        let result = Result { try make() }
        let log = state.withLock { state in
            state.read = files
            state.readAt = .now
            if case .success(let value) = result { state.value = value }
            return state.log
        }
        switch result {
        case .success:
            if hasChanged { log?.notice("read files again, since they have changed", ["content": content]) }
        case .failure(let error):
            log?.error(
                "files have changed and are of no use; what was read before holds",
                ["content": content, "error": "\(error)"]
            )
        }
    }
}

/// Calls something every second, on a queue of its own, for as long as it lives.
///
/// Reading a file may block, which no thread that runs Swift's tasks may.
private final class RereadTimer: Sendable {
    private static let interval: DispatchTimeInterval = .seconds(1)
    private static let queue = DispatchQueue(label: "portico.reread-files", qos: .utility)

    private let source = DispatchSource.makeTimerSource(queue: queue)

    func start(_ action: @escaping @Sendable () -> Void) {
        source.setEventHandler(handler: action)
        source.schedule(deadline: .now() + Self.interval, repeating: Self.interval, leeway: .milliseconds(100))
        source.activate()
    }

    deinit {
        // A source that never was active must not be dropped.
        source.activate()
        source.cancel()
    }
}
