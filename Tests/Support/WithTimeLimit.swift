import Foundation

/// Runs an operation that must end within a time, which XCTest on Linux does not watch over.
///
/// At the limit the operation's task is cancelled and the test fails. What does not even end then would hold up every
/// test after it, so a little later the whole process ends and says where.
public func withTimeLimit<Result>(
    _ limit: Duration,
    file: StaticString = #filePath,
    line: UInt = #line,
    operation: () async throws -> Result
) async throws -> Result {
    // The operation runs in the caller's own task, so that tests can use whatever they have, Sendable or not. That is
    // also why its task is cancelled by this handle: the watch below ends before the task can.
    let watched = withUnsafeCurrentTask { $0 }
    let watch = Task.detached {
        guard (try? await Task.sleep(for: limit)) != nil else { return false }
        watched?.cancel()
        guard (try? await Task.sleep(for: graceAfterTimeLimit)) != nil else { return true }
        let message = "\(file):\(line): error: still running \(limit + graceAfterTimeLimit) after it began; giving up\n"
        try? FileHandle.standardError.write(contentsOf: Data(message.utf8))
        exit(70)  // EX_SOFTWARE
    }
    do {
        let result = try await operation()
        watch.cancel()
        if await watch.value { throw TimeLimitExceeded(limit: limit) }
        return result
    } catch {
        watch.cancel()
        throw await watch.value ? TimeLimitExceeded(limit: limit) : error
    }
}

/// How long a cancelled test has to end.
private let graceAfterTimeLimit = Duration.seconds(20)

/// A test took longer than it may.
public struct TimeLimitExceeded: Error, CustomStringConvertible {
    /// How long it had.
    public let limit: Duration

    /// Says how long it had.
    public var description: String { "Not done within \(limit)." }
}

/// Asks again and again until the answer is yes, or throws at the limit.
public func eventually(
    within limit: Duration = .seconds(30),
    _ what: String = "What was waited for",
    _ isTrue: () async throws -> Bool
) async throws {
    let end = ContinuousClock.now + limit
    while try await !isTrue() {
        guard ContinuousClock.now < end else { throw NotInTime(what: what, limit: limit) }
        try await Task.sleep(for: .milliseconds(20))
    }
}

/// Something waited for did not happen.
public struct NotInTime: Error, CustomStringConvertible {
    let what: String
    let limit: Duration

    /// Says what did not happen.
    public var description: String { "\(what) did not happen within \(limit)." }
}
