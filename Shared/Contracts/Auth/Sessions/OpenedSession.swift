public import Foundation
public import IdentityContract

/// A session's new token, and its passport.
public struct OpenedSession: Codable, Sendable {
    public var token: SessionToken
    public var passport: SignedPassport
    public var session: SessionSummary

    public init(token: SessionToken, passport: SignedPassport, session: SessionSummary) {
        self.token = token
        self.passport = passport
        self.session = session
    }
}

/// What the gateway may know of a session that it holds a token of.
public struct SessionSummary: Codable, Sendable, Hashable {
    public var id: SessionID
    public var account: AccountID
    /// The company address.
    public var email: String
    public var roles: Set<Role>
    public var state: Passport.State
    public var assurance: Assurance
    public var strongestFactor: Strength
    /// Whether the browser keeps the session after it closes.
    public var isRemembered: Bool
    public var startedAt: Date
    /// The moment at which the session ends whatever happens.
    public var endsAt: Date
    /// When its passport expires: ten seconds after it was asked for, or sooner where the session or its token ends.
    public var passportExpiresAt: Date

    public init(
        id: SessionID,
        account: AccountID,
        email: String,
        roles: Set<Role>,
        state: Passport.State,
        assurance: Assurance,
        strongestFactor: Strength,
        isRemembered: Bool,
        startedAt: Date,
        endsAt: Date,
        passportExpiresAt: Date
    ) {
        self.id = id
        self.account = account
        self.email = email
        self.roles = roles
        self.state = state
        self.assurance = assurance
        self.strongestFactor = strongestFactor
        self.isRemembered = isRemembered
        self.startedAt = startedAt
        self.endsAt = endsAt
        self.passportExpiresAt = passportExpiresAt
    }
}
