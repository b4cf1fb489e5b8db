internal import ServiceRuntime

/// Why a listener is woken.
public enum PostgresWake: Sendable, Hashable {
    /// Listening has begun, or begun again after the connection was lost: what was said meanwhile was missed, so look.
    case listening
    /// Somebody notified the channel.
    case notified(payload: String)
}

/// What is said on one channel (LISTEN), for as long as it is iterated over.
///
/// It has a connection of its own, outside the pool's limit, and connects again by itself for as long as it takes. It ends
/// when its task is cancelled.
public struct PostgresNotifications: AsyncSequence, Sendable {
    public typealias Element = PostgresWake

    /// How long the line may be silent before the server is asked whether it is still there.
    private static let silenceLimit: Duration = .seconds(15)
    private static let patience: Duration = .seconds(5)
    private static let longestPause: Duration = .seconds(1)

    let channel: String
    let parameters: ConnectionParameters
    let log: Log

    public func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(source: self)
    }

    /// Listens, one wake-up after another.
    public struct AsyncIterator: AsyncIteratorProtocol {
        private let source: PostgresNotifications
        private var connection: Connection?
        private var payloads: ArraySlice<String> = []
        private var pause: Duration = .milliseconds(50)

        init(source: PostgresNotifications) { self.source = source }

        /// Waits for the next wake-up; nil once the task is cancelled.
        public mutating func next() async -> PostgresWake? {
            while !Task.isCancelled {
                do {
                    if let payload = payloads.popFirst() { return .notified(payload: payload) }
                    guard let connection else {
                        connection = try await source.connect()
                        pause = .milliseconds(50)
                        return .listening
                    }
                    payloads = try await connection.notifications(before: .after(silenceLimit))[...]
                    if payloads.isEmpty { try await connection.script("SELECT 1", before: .after(patience)) }
                } catch {
                    connection = nil
                    if Task.isCancelled { return nil }
                    let reason = (error as? PostgresError)?.reason ?? "\(error)"
                    source.log.warning("The database's notifications were interrupted.", ["reason": reason])
                    try? await Task.sleep(for: pause)
                    pause = Swift.min(pause * 2, longestPause)
                }
            }
            return nil
        }
    }

    private func connect() async throws -> Connection {
        let values = parameters.limiting(statements: ConnectionParameters.statementTimeout)
        let connection = try await Connection.open(Secret(values), log: log)
        let name = channel.replacing("\"", with: "\"\"")
        try await connection.script("LISTEN \"\(name)\"", before: .after(Self.patience))
        return connection
    }
}

extension PostgresPool {
    /// Listens on a channel, on a connection of its own.
    public func notifications(on channel: StaticString) -> PostgresNotifications {
        PostgresNotifications(channel: channel.description, parameters: parameters, log: log)
    }
}
