import Messaging
import Synchronization

/// Lets a number of people through at a time, and turns away who is too many, at once.
final class Turnstile: Sendable {
    private let most: Int
    private let inside = Atomic<Int>(0)

    init(most: Int) {
        self.most = most
    }

    /// Does something inside.
    ///
    /// - Throws: a `Fault` of kind *overloaded* when it is full, and what `body` throws.
    func pass<Result>(_ body: () async throws -> Result) async throws -> Result {
        defer { inside.subtract(1, ordering: .relaxed) }
        guard inside.add(1, ordering: .relaxed).newValue <= most else { throw Fault(.overloaded) }
        return try await body()
    }
}
