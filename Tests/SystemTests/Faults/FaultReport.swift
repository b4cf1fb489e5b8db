import Foundation
import Support

/// What came of a run: faults, questions and answers of each kind, and how long it took until all was well again.
struct FaultReport: Sendable {
    let seed: UInt64
    var counts = Tally.Counts()
    var ledger: [String: Ledger.Person] = [:]
    var usageBefore = Usage()
    var usageAfter = Usage()
    private var recoveries: [(fault: Mishap, recovery: Duration)] = []
    private var revivals = 0

    init(seed: UInt64) {
        self.seed = seed
    }

    var faults: Int { recoveries.count }
    var longestRecovery: Duration { recoveries.map(\.recovery).max() ?? .zero }

    mutating func note(_ fault: Mishap, recovery: Duration, neededRestart: Bool) {
        recoveries.append((fault, recovery))
        if neededRestart { revivals += 1 }
        print("faults: \(recoveries.count). \(fault); all well again after \(Self.seconds(recovery))")
    }

    var text: String {
        let people = ledger.values
        var lines = ["Faults: \(faults), with seed \(seed)"]
        let kinds = Dictionary(grouping: recoveries, by: \.fault.name).sorted { $0.key < $1.key }
        for (name, those) in kinds {
            let times = those.map(\.recovery).sorted()
            lines.append(
                "  \(name): \(those.count); well again after \(Self.seconds(times[times.count / 2])) in the middle, "
                    + "\(Self.seconds(times[times.count - 1])) at most"
            )
        }
        if revivals > 0 { lines.append("  PostgreSQL had to be started again after a full disk: \(revivals) times") }
        lines.append("Questions: \(counts.requests)")
        for outcome in Tally.Outcome.allCases {
            lines.append("  \(outcome.rawValue): \(counts.outcomes[outcome, default: 0])")
        }
        lines.append("  served although something else was away: \(counts.keptWorking)")
        lines.append("  the slowest 503: \(Self.seconds(counts.slowestRefusal))")
        lines.append(
            "Acknowledged: \(people.map(\.signIns).reduce(0, +)) sign-ins, "
                + "\(people.map(\.savedEdits).reduce(0, +)) edits, \(people.map(\.ended.count).reduce(0, +)) log-outs; "
                + "in doubt: \(people.map(\.doubtfulSignIns).reduce(0, +)), "
                + "\(people.map(\.doubtfulEdits).reduce(0, +)), \(people.map(\.doubtful).reduce(0, +))"
        )
        lines.append("Before: \(usageBefore.line)")
        lines.append("After:  \(usageAfter.line)")
        lines.append("Broken promises: \(counts.violations.count)")
        lines += counts.violations.prefix(40).map { "  \($0)" }
        return lines.joined(separator: "\n")
    }

    private static func seconds(_ duration: Duration) -> String { duration.inSeconds }
}

extension Duration {
    /// As reports tell it, to the millisecond.
    var inSeconds: String { String(format: "%.3f s", self / .seconds(1)) }
}
