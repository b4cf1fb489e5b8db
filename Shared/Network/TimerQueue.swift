/// Names one timer of a loop, so that it can be called off.
public struct TimerID: Sendable, Hashable {
    let number: UInt64
}

/// What is to happen, and when: a binary heap by instant.
///
/// A timer that is called off keeps its place in the heap until it comes to the top; when more than half of the heap
/// is such empty places, they are swept out.
struct TimerQueue {
    typealias Instant = ContinuousClock.Instant
    typealias Action = @Sendable () -> Void

    private struct Entry {
        let instant: Instant
        let id: TimerID
    }

    private var heap: [Entry] = []
    private var actions: [TimerID: Action] = [:]
    private var lastNumber: UInt64 = 0

    /// Below this many places sweeping would cost more than it frees.
    private static let sweepThreshold = 64

    /// How many timers are still to fire.
    var count: Int { actions.count }

    /// How many places the heap has, those of timers called off included.
    var places: Int { heap.count }

    /// When the next timer fires, which also forgets those called off before it.
    mutating func next() -> Instant? {
        while let first = heap.first {
            if actions[first.id] != nil { return first.instant }
            removeFirst()
        }
        return nil
    }

    mutating func add(at instant: Instant, _ action: @escaping Action) -> TimerID {
        lastNumber += 1
        let id = TimerID(number: lastNumber)
        actions[id] = action
        heap.append(Entry(instant: instant, id: id))
        siftUp(from: heap.count - 1)
        return id
    }

    mutating func cancel(_ id: TimerID) {
        guard actions.removeValue(forKey: id) != nil else { return }
        if heap.count > Self.sweepThreshold, heap.count > 2 * actions.count { sweep() }
    }

    /// Takes out the actions whose time has come, in the order of their time.
    mutating func due(at now: Instant) -> [Action] {
        var due: [Action] = []
        while let first = heap.first, first.instant <= now {
            removeFirst()
            if let action = actions.removeValue(forKey: first.id) { due.append(action) }
        }
        return due
    }

    private mutating func sweep() {
        heap.removeAll { actions[$0.id] == nil }
        // A sorted array is a heap.
        heap.sort { $0.instant < $1.instant }
    }

    private mutating func removeFirst() {
        guard let last = heap.popLast(), !heap.isEmpty else { return }
        heap[0] = last
        siftDown()
    }

    private mutating func siftUp(from start: Int) {
        var child = start
        while child > 0 {
            let parent = (child - 1) / 2
            guard heap[child].instant < heap[parent].instant else { return }
            heap.swapAt(child, parent)
            child = parent
        }
    }

    private mutating func siftDown() {
        var parent = 0
        while true {
            var smallest = parent
            for child in [2 * parent + 1, 2 * parent + 2]
            where child < heap.count && heap[child].instant < heap[smallest].instant {
                smallest = child
            }
            guard smallest != parent else { return }
            heap.swapAt(parent, smallest)
            parent = smallest
        }
    }
}
