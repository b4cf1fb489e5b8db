/// Which statements a connection's server has prepared, by their text, the least recently used first to go.
struct StatementCache {
    /// Prepared statements a connection keeps; each costs the server some tens of kilobytes.
    static let usualLimit = 256

    private struct Entry {
        var name: String
        var lastUse: UInt64
    }

    private let limit: Int
    private var entries: [String: Entry] = [:]
    private var uses: UInt64 = 0
    private var names: UInt64 = 0

    init(limit: Int = StatementCache.usualLimit) { self.limit = max(1, limit) }

    /// The name under which a text is prepared, if it is.
    mutating func name(of text: String) -> String? {
        uses += 1
        let use = uses
        return entries[text].map { entry in
            entries[text]?.lastUse = use
            return entry.name
        }
    }

    /// A name that no statement has had.
    mutating func newName() -> String {
        names += 1
        return "s\(names)"
    }

    /// The name of the statement that has to go before another can be kept; it is forgotten here.
    mutating func makeRoom() -> String? {
        guard entries.count >= limit, let oldest = entries.min(by: { $0.value.lastUse < $1.value.lastUse }) else {
            return nil
        }
        entries[oldest.key] = nil
        return oldest.value.name
    }

    /// Remembers that a text is prepared.
    mutating func keep(_ text: String, as name: String) {
        uses += 1
        entries[text] = Entry(name: name, lastUse: uses)
    }

    /// Forgets a text whose statement the server no longer has, or can no longer run.
    mutating func forget(_ text: String) { entries[text] = nil }

    var count: Int { entries.count }
}
