public import Foundation

/// What an action needs: how strong a verification, and how fresh.
public struct Requirement: Codable, Sendable, Hashable {
    /// How strong.
    public var strength: Strength
    /// How long ago it may have been, in seconds; `nil` for any time in this session.
    public var maximumAge: TimeInterval?

    public init(strength: Strength, maximumAge: TimeInterval? = nil) {
        self.strength = strength
        self.maximumAge = maximumAge
    }

    /// Nothing beyond a full session.
    public static let none = Requirement(strength: .none)

    /// How fresh a proof must be for a sensitive change.
    public static let sensitiveAge: TimeInterval = 10 * 60

    /// What a sensitive change needs of somebody whose strongest factor is `strongest`: a fresh proof of that
    /// kind, or the password where there is no factor.
    public static func sensitiveChange(whereStrongestIs strongest: Strength) -> Requirement {
        Requirement(strength: strongest, maximumAge: sensitiveAge)
    }

    /// Whether `assurance` is enough at `now`: the one comparison behind signing in, launching and every
    /// sensitive change.
    ///
    /// A verification from the future (a clock was set back) counts as just made: passports cannot be forged, and
    /// turning it away would lock people out for as long as the clock was wrong.
    public func isMet(by assurance: Assurance, at now: Date) -> Bool {
        guard let verified = assurance.lastVerified(with: strength) else { return false }
        guard let maximumAge else { return true }
        return now.timeIntervalSince(verified) <= maximumAge
    }
}
