import Foundation
import IdentityContract
import MFAContract
import Messaging
import Postgres
import ServiceRuntime

/// Keeps the policy.
struct PolicyStore {
    let database: PostgresPool

    /// The policy.
    func policy() async throws -> FactorPolicy {
        let row = try await database.row(
            "SELECT required_of_everyone, required_of_groups, required_of_roles, enrolment_days FROM factor_policy",
            as: (Bool, [GroupID], [String], Int).self
        )
        guard let row else { throw Fault(.failed) }
        return Self.policy(row.0, row.1, row.2, row.3)
    }

    /// The policy, with what it needs to know of somebody.
    func policy(for person: Person) async throws -> PersonalPolicy {
        let row = try await database.row(
            """
            SELECT required_of_everyone, required_of_groups, required_of_roles, enrolment_days,
                ARRAY(SELECT group_id FROM group_members WHERE account = \(person.account)),
                EXISTS (SELECT 1 FROM groups_heard)
            FROM factor_policy
            """,
            as: (Bool, [GroupID], [String], Int, [GroupID], Bool).self
        )
        // Without its row nobody can tell what is required, and what cannot be told is not waived.
        guard let row else { throw Fault(.failed) }
        return PersonalPolicy(
            policy: Self.policy(row.0, row.1, row.2, row.3),
            roles: person.passport.roles,
            groups: row.5 ? Set(row.4) : nil
        )
    }

    func set(_ policy: FactorPolicy, in transaction: Transaction) async throws {
        try await transaction.run(
            """
            UPDATE factor_policy SET required_of_everyone = \(policy.requiredOfEveryone),
                required_of_groups = \(Array(policy.requiredOfGroups)),
                required_of_roles = \(policy.requiredOfRoles.map(\.rawValue)),
                enrolment_days = \(policy.enrolmentDays)
            """
        )
    }

    private static func policy(_ everyone: Bool, _ groups: [GroupID], _ roles: [String], _ days: Int) -> FactorPolicy {
        FactorPolicy(
            requiredOfEveryone: everyone,
            requiredOfGroups: Set(groups),
            requiredOfRoles: Set(roles.compactMap(Role.init)),
            enrolmentDays: days
        )
    }
}
