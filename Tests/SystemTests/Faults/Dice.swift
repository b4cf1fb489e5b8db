import Foundation
import ServiceRuntime
import Support

/// Chance that a seed repeats.
struct Dice: Sendable {
    private let random: SeededRandom

    init(seed: UInt64) {
        random = SeededRandom(seed: seed)
    }

    /// The seed of this run: `PORTICO_SEED`, or a new one.
    static var seedOfThisRun: UInt64 {
        if let told = ProcessInfo.processInfo.environment["PORTICO_SEED"].flatMap({ UInt64($0) }) { return told }
        return SystemRandom().bytes(4).reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// A number from 0 to one less than this.
    func below(_ limit: Int) -> Int {
        let word = random.bytes(4).reduce(0) { $0 << 8 | UInt64($1) }
        return Int(word % UInt64(max(limit, 1)))
    }

    /// A time between two, to the millisecond.
    func milliseconds(_ range: ClosedRange<Int>) -> Duration {
        .milliseconds(range.lowerBound + below(range.count))
    }

    func pick<Element>(_ choices: [Element]) -> Element {
        choices[below(choices.count)]
    }

    func shuffled<Element>(_ list: [Element]) -> [Element] {
        var list = list
        for index in list.indices.dropLast() { list.swapAt(index, index + below(list.count - index)) }
        return list
    }
}
