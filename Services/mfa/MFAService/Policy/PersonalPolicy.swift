import Foundation
import IdentityContract
import MFAContract
import Messaging

/// The policy, applied to one person.
struct PersonalPolicy {
    let policy: FactorPolicy
    let roles: Set<Role>
    /// The groups that the person is in; `nil` as long as profile has not told of any.
    let groups: Set<GroupID>?

    /// Whether the person must have a factor.
    ///
    /// - Throws: `Fault` (unavailable) where that hangs on groups that nobody has told of yet: an unknown membership
    ///   waives nothing.
    var isFactorRequired: Bool {
        get throws {
            if policy.requiresFactor(of: roles, in: groups ?? []) { return true }
            guard groups != nil || policy.requiredOfGroups.isEmpty else { throw Fault(.unavailable) }
            return false
        }
    }

    /// The moment until which enrolment can be put off, counted from `dueSince`, the first sign-in at which a factor was
    /// due; `nil` where it cannot be (any more).
    func postponable(dueSince: Date, at now: Date) -> Date? {
        guard !roles.contains(.administrator) else { return nil }
        // A moment that lies ahead was written by a clock that was set back since: the period is no longer for it.
        let end = min(dueSince, now) + TimeInterval(policy.enrolmentDays) * Self.day
        return now < end ? end : nil
    }

    private static let day: TimeInterval = 24 * 60 * 60
}
