public import Foundation
public import IdentityContract
public import Messaging
public import ServiceRuntime

/// Somebody with a session, as a passport tells of them.
public struct PassportHolder: Sendable {
    public var account: AccountID
    public var session: SessionID
    public var attempt: AttemptID
    public var roles: Set<Role>
    public var state: Passport.State
    public var assurance: Assurance
    public var strongestFactor: Strength

    /// Somebody who has given their password just now; signed in, unless told otherwise.
    public init(
        _ account: AccountID? = nil,
        roles: Set<Role> = [.user],
        state: Passport.State = .full,
        strongestFactor: Strength = .none,
        at now: Date
    ) {
        self.account = account ?? AccountID(at: now)
        session = SessionID(at: now)
        attempt = AttemptID(at: now)
        self.roles = roles
        self.state = state
        assurance = Assurance([.init(.password, at: now)])
        self.strongestFactor = strongestFactor
    }

    /// The same person in another browser, whose sign-in is another attempt.
    public func elsewhere(at now: Date) -> PassportHolder {
        var other = self
        other.session = SessionID(at: now)
        other.attempt = AttemptID(at: now)
        return other
    }

    /// The same person once signed in, with these methods shown at `now`.
    public func signedIn(by methods: [IdentityContract.Method] = [], at now: Date) -> PassportHolder {
        var full = self
        full.state = .full
        for method in methods { full.assurance = full.assurance.adding(method, at: now) }
        return full
    }

    /// The passport that auth would write at `now` for the program with the bus key `bearer`.
    public func passport(bearer: BusPublicKey, at now: Date) -> Passport {
        Passport(
            account: account,
            session: session,
            attempt: attempt,
            roles: roles,
            state: state,
            assurance: assurance,
            strongestFactor: strongestFactor,
            bearer: bearer,
            issuedAt: now
        )
    }
}
