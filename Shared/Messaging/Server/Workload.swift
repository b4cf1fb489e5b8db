/// Decides what is answered now, what waits for its turn, and what is too much.
///
/// It holds no task and no socket: who asks it acts on its answers.
struct Workload<Work> {
    /// What becomes of a question.
    enum Admission: Hashable {
        case begin
        case wait
        case shed
    }

    private let concurrent: Int
    private let waitingLimit: Int
    private(set) var running = 0
    private var queue: [Work] = []
    /// How many at the queue's front were taken already.
    private var taken = 0

    /// How many wait for their turn.
    var waiting: Int { queue.count - taken }
    /// Whether nothing is under way.
    var isEmpty: Bool { running == 0 && waiting == 0 }

    init(concurrent: Int, waiting: Int) {
        self.concurrent = concurrent
        waitingLimit = waiting
    }

    /// Takes note of `work`; the caller begins it where told so.
    mutating func admit(_ work: @autoclosure () -> Work) -> Admission {
        if running < concurrent {
            running += 1
            return .begin
        }
        guard waiting < waitingLimit else { return .shed }
        queue.append(work())
        return .wait
    }

    /// Takes note that something under way has ended.
    ///
    /// - Parameter isWanted: whether what waits is still worth beginning.
    /// - Returns: what to begin in its place.
    mutating func finish(nextWhere isWanted: (Work) -> Bool) -> Work? {
        while taken < queue.count {
            let next = queue[taken]
            taken += 1
            if taken > 64, taken * 2 > queue.count {
                queue.removeFirst(taken)
                taken = 0
            }
            if isWanted(next) { return next }
        }
        running -= 1
        return nil
    }

    /// Takes back what waits and is not wanted any more, so that it holds no place.
    ///
    /// - Returns: what was taken back, in order.
    mutating func withdraw(where isUnwanted: (Work) -> Bool) -> [Work] {
        let withdrawn = queue[taken...].filter(isUnwanted)
        guard !withdrawn.isEmpty else { return [] }
        queue = queue[taken...].filter { !isUnwanted($0) }
        taken = 0
        return withdrawn
    }

    /// Whether something like this waits.
    func isWaiting(where isSame: (Work) -> Bool) -> Bool {
        queue[taken...].contains(where: isSame)
    }
}
