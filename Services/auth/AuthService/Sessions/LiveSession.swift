import Foundation
import IdentityContract
import Postgres
import ServiceRuntime

/// A session that a token opens, at the assurance that this token has.
struct LiveSession: Sendable, RowDecodable {
    let id: SessionID
    let account: AccountID
    let attempt: AttemptID
    let email: String
    let roles: Set<Role>
    /// The token's: a replaced one is worth what it was worth before.
    let state: Passport.State
    let assurance: Assurance
    let strongestFactor: Strength
    let isRemembered: Bool
    let startedAt: Date
    let usedAt: Date
    let endsAt: Date
    /// When the token ends that opened it, where a newer one has replaced that.
    let tokenEndsAt: Date?

    init(row: PostgresRow) throws {
        id = try row["id"]
        account = try row["account"]
        attempt = try row["attempt"]
        email = try row["email"]
        let roles: [String] = try row["roles"]
        self.roles = Role.known(roles)
        let state: String = try row["state"]
        // What this version does not know is not full.
        self.state = Passport.State(rawValue: state) ?? .pending
        let assurance: JSONValue<Assurance> = try row["assurance"]
        self.assurance = assurance.value
        let strongest: String? = try row["strongest"]
        // A kind that this version does not know is taken for the strongest: closed when in doubt.
        strongestFactor = strongest.map { Strength(rawValue: $0) ?? .phishingResistant } ?? .none
        isRemembered = try row["is_remembered"]
        startedAt = try row["started_at"]
        usedAt = try row["used_at"]
        endsAt = try row["ends_at"]
        tokenEndsAt = try row["token_ends_at"]
    }

    var life: SessionLife { SessionLife(state: state, isRemembered: isRemembered, startedAt: startedAt) }
}
