public import Cryptography
public import Foundation
public import Messaging
public import ServiceRuntime
import Synchronization

/// A signed-in person, as a service may trust: only `PassportVerifier` makes one.
public struct Person: Sendable, Hashable {
    public let passport: Passport

    public var account: AccountID { passport.account }
    public var session: SessionID { passport.session }

    fileprivate init(_ passport: Passport) {
        self.passport = passport
    }

    /// Refuses unless the session was verified as `requirement` asks.
    ///
    /// - Throws: `Denial` telling what is missing: the one signal for a step-up, at every level.
    public func require(_ requirement: Requirement, at now: Date) throws {
        guard requirement.isMet(by: passport.assurance, at: now) else {
            throw AccessDenial.assuranceNeeded(requirement).denial
        }
    }

    /// Refuses unless a proof of the strongest enrolled kind was given within ten minutes.
    public func requireFreshProof(at now: Date) throws {
        try require(.sensitiveChange(whereStrongestIs: passport.strongestFactor), at: now)
    }
}

/// Checks passports, in every service by itself.
public final class PassportVerifier: Sendable {
    private let keys: VerifyingKeys
    private let ended: EndedSessions
    private let clock: any WallClock

    /// How far the clocks of two machines may differ.
    public static let toleratedClockDifference: TimeInterval = 2

    public init(keys: VerifyingKeys, ended: EndedSessions, clock: any WallClock) {
        self.keys = keys
        self.ended = ended
        self.clock = clock
    }

    /// The person whose passport came with a question.
    ///
    /// - Parameters:
    ///   - context: the question's, with its credential and the key that the connection proved.
    ///   - allowingPending: whether a session that has not given its second factor will do.
    /// - Returns: the person, who may be trusted to be that.
    /// - Throws: `Denial` saying what is wrong with the passport.
    public func person(of context: RequestContext, allowingPending: Bool = false) throws -> Person {
        guard let credential = context.credential else { throw AccessDenial.passportMissing.denial }
        guard let passport = SignedPassport(unchecked: credential).statement(checkedWith: keys) else {
            throw AccessDenial.passportForged.denial
        }
        guard passport.bearer == context.caller.key else { throw AccessDenial.passportBorrowed.denial }
        let now = clock.now
        guard now < passport.expiresAt,
            passport.issuedAt <= now + Self.toleratedClockDifference,
            passport.expiresAt.timeIntervalSince(passport.issuedAt) <= Passport.lifetime
        else { throw AccessDenial.passportExpired.denial }
        guard !ended.contains(passport.session) else { throw AccessDenial.sessionEnded.denial }
        guard passport.state == .full || allowingPending else { throw AccessDenial.sessionPending.denial }
        return Person(passport)
    }
}
