import IdentityContract
import Synchronization

/// Applications pages as they were last rendered, under everything that they show.
///
/// Nothing makes a page here untrue: what would change it changes the key. It is only a matter of room.
final class PageShelf: Sendable {
    /// The most that is kept, in bytes.
    static let mostBytes = 24 << 20

    /// Everything in which two Applications pages can differ.
    struct Key: Hashable, Sendable {
        var visitor: Visitor
        /// The number of the list of tiles, which stands for its content.
        var list: UInt64
        /// Those that will ask for a verification first.
        var asking: Set<ApplicationID>
    }

    private struct State {
        var pages: [Key: [UInt8]] = [:]
        var byteCount = 0
    }

    private let mostBytes: Int
    private let state = Mutex(State())

    init(mostBytes: Int = PageShelf.mostBytes) {
        self.mostBytes = mostBytes
    }

    /// How much is kept, in bytes.
    var byteCount: Int { state.withLock { $0.byteCount } }

    /// The page under `key`: the one that is kept, or a new one.
    func page(for key: Key, render: () -> [UInt8]) -> [UInt8] {
        if let page = state.withLock({ $0.pages[key] }) { return page }
        // Copied, since what a page is rendered into has room to spare.
        let page = Array(render()[...])
        state.withLock { state in
            // Who comes often is soon here again.
            if state.byteCount + page.count > mostBytes { state = State() }
            guard page.count <= mostBytes, state.pages.updateValue(page, forKey: key) == nil else { return }
            state.byteCount += page.count
        }
        return page
    }
}
