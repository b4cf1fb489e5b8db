import AuthContract
import Cryptography
import Foundation
import IdentityContract

/// A session that auth vouched for a moment ago, with the passport to ask other services with.
struct LiveSession: Sendable {
    /// What the browser holds.
    let token: Token
    let passport: SignedPassport
    let summary: SessionSummary

    var isPending: Bool { summary.state == .pending }

    /// Whether it was verified as `requirement` asks.
    ///
    /// The services decide; this spares people a form that would be refused once they have filled it in.
    func meets(_ requirement: Requirement, at now: Date) -> Bool {
        requirement.isMet(by: summary.assurance, at: now)
    }

    /// What a sensitive change will ask of it.
    var sensitiveRequirement: Requirement { .sensitiveChange(whereStrongestIs: summary.strongestFactor) }
}
