public import Foundation
public import Messaging
public import ServiceRuntime

/// A live session, said and signed by `auth`, for services to check by themselves.
///
/// It lives for ten seconds, and it is good only from the bus key to which it was issued, so that what leaks is
/// useless elsewhere and soon everywhere.
public struct Passport: Codable, Sendable, Hashable {
    /// How long a passport is good for.
    public static let lifetime: TimeInterval = 10

    /// How far a session has come.
    public enum State: String, Codable, Sendable, Hashable {
        /// The password was right, a factor may still be due: opens challenges, enrolment and log-out only.
        case pending
        /// Signed in.
        case full
    }

    public var account: AccountID
    public var session: SessionID
    /// The sign-in or recovery that the session was born from.
    public var attempt: AttemptID
    public var roles: Set<Role>
    public var state: State
    public var assurance: Assurance
    /// The strongest kind of factor that the account has, as far as `auth` has heard.
    public var strongestFactor: Strength
    /// The bus key it was issued to.
    public var bearer: BusPublicKey
    public var issuedAt: Date
    public var expiresAt: Date

    public init(
        account: AccountID,
        session: SessionID,
        attempt: AttemptID,
        roles: Set<Role>,
        state: State,
        assurance: Assurance,
        strongestFactor: Strength,
        bearer: BusPublicKey,
        issuedAt: Date
    ) {
        self.account = account
        self.session = session
        self.attempt = attempt
        self.roles = roles
        self.state = state
        self.assurance = assurance
        self.strongestFactor = strongestFactor
        self.bearer = bearer
        self.issuedAt = issuedAt
        expiresAt = issuedAt + Self.lifetime
    }
}

/// A passport as it travels: in an envelope's credential.
public typealias SignedPassport = Signed<Passport>

extension Passport: SignedStatement {
    public static let purpose = "portico passport v1"
}
