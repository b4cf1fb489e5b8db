import Synchronization

/// Something that is so or not, for tests that change it while others look.
final class MutableFlag: Sendable {
    private let flag = Mutex(false)

    var value: Bool {
        get { flag.withLock { $0 } }
        set { flag.withLock { $0 = newValue } }
    }
}
