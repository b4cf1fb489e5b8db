import Foundation
import HTTP
import Support
import Synchronization

/// Counts how questions to the portal were answered, and keeps what should not have been.
final class Tally: Sendable {
    /// How a question was answered.
    enum Outcome: String, CaseIterable, Sendable {
        case served
        case refused = "refused with 503, though what it needs was there"
        case refusedAway = "refused with 503 while what it needs was away"
        case noAnswer = "not answered, though the gateway was there"
        case noAnswerAway = "not answered while the gateway was away"
    }

    struct Counts: Sendable {
        var outcomes: [Outcome: Int] = [:]
        /// Pages that did not need what was away just then.
        var keptWorking = 0
        var violations: [String] = []
        var slowestRefusal: Duration = .zero

        var requests: Int { outcomes.values.reduce(0, +) }
    }

    private let weather: Weather
    private let state = Mutex(Counts())

    init(_ weather: Weather) {
        self.weather = weather
    }

    var counts: Counts { state.withLock { $0 } }

    /// Notes something that must not happen.
    func violated(_ sentence: String) {
        state.withLock { $0.violations.append("\(sentence), \(weather.report)") }
    }

    /// Judges one answer: what it needed is the gateway and `needed`.
    func note(_ page: SeenPage, needing needed: Set<PortalProgram.Name>, since begin: Weather.Moment) {
        let needed = needed.union([.gateway])
        let isClear = weather.wasClear(for: needed, since: begin)
        state.withLock { counts in
            if page.isClearRefusal {
                counts.outcomes[isClear ? .refused : .refusedAway, default: 0] += 1
                counts.slowestRefusal = max(counts.slowestRefusal, page.duration)
            } else if (200..<400).contains(page.status.code) {
                counts.outcomes[.served, default: 0] += 1
                if isClear, !weather.wasClear(for: Set(PortalProgram.Name.allCases), since: begin) {
                    counts.keptWorking += 1
                }
            } else {
                counts.outcomes[isClear ? .refused : .refusedAway, default: 0] += 1
                counts.violations.append("\(page), which is neither an answer nor a clear 503, \(weather.report)")
            }
        }
    }

    /// Judges that there was no answer at all.
    func note(_ error: any Error, since begin: Weather.Moment) {
        // At the end everybody is sent home.
        if error is CancellationError { return }
        let isClear = weather.wasClear(for: [.gateway], since: begin)
        state.withLock { counts in
            counts.outcomes[isClear ? .noAnswer : .noAnswerAway, default: 0] += 1
            if isClear { counts.violations.append("no answer: \(error), \(weather.report)") }
        }
    }
}
