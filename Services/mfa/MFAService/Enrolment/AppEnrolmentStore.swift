import Cryptography
import Foundation
import IdentityContract
import Messaging
import Postgres
import ServiceRuntime

/// Keeps enrolments that were begun, with their secrets sealed for this enrolment of this account.
struct AppEnrolmentStore {
    let database: PostgresPool
    let sealing: SealingKeys

    /// Keeps an enrolment, in place of one that the session began before.
    func replace(by enrolment: AppEnrolment, in transaction: Transaction) async throws {
        try await transaction.run("DELETE FROM app_enrolments WHERE session = \(enrolment.session)")
        let sealed = sealing.seal(
            enrolment.secret.expose(),
            context: Self.place(of: enrolment.id, enrolment.account)
        )
        try await transaction.run(
            """
            INSERT INTO app_enrolments (id, account, session, proven, label, sealed_secret, expires_at)
            VALUES (\(enrolment.id), \(enrolment.account), \(enrolment.session), \(enrolment.proven.rawValue),
                \(enrolment.label), \(sealed), \(enrolment.expiresAt))
            """
        )
    }

    /// An enrolment that this person's session began and that is not too old.
    func enrolment(
        _ id: FactorID,
        of person: Person,
        at now: Date,
        in queries: some Queries
    ) async throws -> AppEnrolment? {
        let row = try await queries.row(
            """
            SELECT proven, label, sealed_secret, expires_at FROM app_enrolments
            WHERE id = \(id) AND account = \(person.account) AND session = \(person.session) AND expires_at > \(now)
            """,
            as: (String, String, [UInt8], Date).self
        )
        guard let row else { return nil }
        return AppEnrolment(
            id: id,
            account: person.account,
            session: person.session,
            // A strength that this version does not know has proven nothing.
            proven: Strength(rawValue: row.0) ?? .none,
            label: row.1,
            secret: Secret(try sealing.open(row.2, context: Self.place(of: id, person.account))),
            expiresAt: row.3
        )
    }

    /// Forgets an enrolment, which has become a factor.
    func remove(_ id: FactorID, in transaction: Transaction) async throws {
        try await transaction.run("DELETE FROM app_enrolments WHERE id = \(id)")
    }

    /// Forgets what was never confirmed.
    func removeExpired(at now: Date) async throws {
        try await database.run("DELETE FROM app_enrolments WHERE expires_at <= \(now)")
    }

    private static func place(of enrolment: FactorID, _ account: AccountID) -> String {
        "mfa.app_enrolments.secret:\(enrolment):\(account)"
    }
}
