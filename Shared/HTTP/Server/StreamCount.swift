internal import Synchronization

/// How many bytes of a stream have been written; read when the stream is over.
final class StreamCount: Sendable {
    private let count = Atomic<Int>(0)

    var bytes: Int { count.load(ordering: .relaxed) }

    func add(_ more: Int) {
        count.wrappingAdd(more, ordering: .relaxed)
    }
}
