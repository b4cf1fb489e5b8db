/// Bytes that have arrived and not been used yet, with room for more behind them.
struct InputBuffer {
    /// The room at first, which most requests fit into.
    static let initialRoom = 4096

    private(set) var bytes: [UInt8] = []
    /// Where the unused bytes begin.
    private(set) var start = 0
    /// Where the room begins.
    private(set) var end = 0

    /// How many bytes wait to be used.
    var count: Int { end - start }

    /// Bytes that wait, from an index counted from the first of them.
    func slice(_ range: Range<Int>) -> ArraySlice<UInt8> {
        bytes[(start + range.lowerBound)..<(start + range.upperBound)]
    }

    subscript(index: Int) -> UInt8 { bytes[start + index] }

    /// Leaves the first bytes behind.
    mutating func use(_ count: Int) {
        start += count
        if start == end { (start, end) = (0, 0) }
    }

    /// Makes room, then lets a reader fill it from an index on, who says how many bytes it put there (nil: none).
    mutating func fill<Outcome>(
        _ read: (inout [UInt8], Int) throws -> (Outcome, count: Int)
    ) rethrows -> Outcome {
        if end == bytes.count { makeRoom() }
        let (outcome, count) = try read(&bytes, end)
        end += count
        return outcome
    }

    /// Adds bytes.
    mutating func append(_ more: some Collection<UInt8>) {
        bytes.replaceSubrange(end..., with: more)
        end = bytes.count
    }

    private mutating func makeRoom() {
        if start > 0 {
            bytes.replaceSubrange(..<start, with: [])
            (start, end) = (0, end - start)
        }
        bytes.append(contentsOf: repeatElement(0, count: max(Self.initialRoom, bytes.count)))
    }
}
