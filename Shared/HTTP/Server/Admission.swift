internal import Synchronization

/// Counts what is under way and says when there is no room for more.
final class Admission: Sendable {
    private let limit: Int
    private let count = Atomic<Int>(0)

    init(limit: Int) {
        self.limit = limit
    }

    /// How many are under way.
    var current: Int { count.load(ordering: .relaxed) }

    /// Takes a place, or says that there is none.
    ///
    /// Each place taken must be given back with ``leave()``.
    func enter() -> Bool {
        guard count.wrappingAdd(1, ordering: .relaxed).newValue > limit else { return true }
        leave()
        return false
    }

    /// Gives a place back.
    func leave() {
        count.wrappingSubtract(1, ordering: .relaxed)
    }
}
