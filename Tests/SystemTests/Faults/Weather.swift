import Support
import Synchronization

/// What is wrong at which time, so that each answer can be judged by what was there to be had.
final class Weather: Sendable {
    typealias Moment = ContinuousClock.Instant

    private struct Spell {
        let name: String
        let away: Set<PortalProgram.Name>
        let begin: Moment
        var end: Moment?
    }

    private let spells = Mutex<[Spell]>([])

    /// Something has gone wrong.
    func turnsBad(by mishap: Mishap) {
        spells.withLock { $0.append(Spell(name: "\(mishap)", away: mishap.away, begin: .now, end: nil)) }
    }

    /// Everything is there again.
    func clears() {
        spells.withLock { spells in
            guard let last = spells.indices.last else { return }
            spells[last].end = .now
        }
    }

    /// What went wrong last, and is wrong still or was before.
    var report: String {
        spells.withLock { spells in
            spells.last.map { $0.end == nil ? "while \($0.name)" : "after \($0.name)" } ?? "before anything went wrong"
        }
    }

    /// Whether all of `programs` were there from `begin` until now.
    func wasClear(for programs: Set<PortalProgram.Name>, since begin: Moment) -> Bool {
        spells.withLock { spells in
            spells.allSatisfy { ($0.end ?? .now) < begin || $0.away.isDisjoint(with: programs) }
        }
    }
}
