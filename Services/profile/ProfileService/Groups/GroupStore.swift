import Foundation
import IdentityContract
import Postgres
import ProfileContract
import ServiceRuntime

/// Keeps groups and who is in them.
struct GroupStore {
    let database: PostgresPool

    /// All groups, by name.
    func groups() async throws -> [GroupSummary] {
        try await database.rows(
            """
            SELECT g.id, g.name, coalesce(array_agg(m.account) FILTER (WHERE m.account IS NOT NULL), '{}')
            FROM groups g LEFT JOIN group_members m ON m.group_id = g.id
            GROUP BY g.id ORDER BY lower(g.name)
            """,
            as: (GroupID, String, [AccountID]).self
        ).map { GroupSummary(id: $0.0, name: $0.1, members: Set($0.2)) }
    }

    /// The group of this name, made where there is none, and nobody else's to change until the transaction ends.
    func lockedGroup(named name: String, at now: Date, in transaction: Transaction) async throws -> GroupID? {
        try await transaction.run(
            """
            INSERT INTO groups (id, name, changed_at) VALUES (\(GroupID(at: now)), \(name), \(now))
            ON CONFLICT (lower(name)) DO NOTHING
            """
        )
        return try await transaction.row(
            "SELECT id FROM groups WHERE lower(name) = lower(\(name)) FOR UPDATE",
            as: GroupID.self
        )
    }

    /// Who is in a group.
    func members(of group: GroupID, in transaction: Transaction) async throws -> Set<AccountID> {
        Set(
            try await transaction.rows(
                "SELECT account FROM group_members WHERE group_id = \(group)",
                as: AccountID.self
            )
        )
    }

    /// Makes `members` the members of `group`.
    func set(_ members: Set<AccountID>, of group: GroupID, at now: Date, in transaction: Transaction) async throws {
        let accounts = Array(members)
        try await transaction.run(
            "DELETE FROM group_members WHERE group_id = \(group) AND account <> ALL (\(accounts))"
        )
        try await transaction.run(
            """
            INSERT INTO group_members (group_id, account) SELECT \(group), unnest(\(accounts)::uuid[])
            ON CONFLICT DO NOTHING
            """
        )
        try await transaction.run("UPDATE groups SET changed_at = \(now) WHERE id = \(group)")
    }

    /// Groups after `last` by id, at most `limit`, as a snapshot reads them.
    func groups(after last: GroupID?, limit: Int, in transaction: Transaction) async throws -> [GroupSummary] {
        try await transaction.rows(
            """
            SELECT g.id, g.name, coalesce(array_agg(m.account) FILTER (WHERE m.account IS NOT NULL), '{}')
            FROM groups g LEFT JOIN group_members m ON m.group_id = g.id
            WHERE \(last)::uuid IS NULL OR g.id > \(last)
            GROUP BY g.id ORDER BY g.id LIMIT \(limit)
            """,
            as: (GroupID, String, [AccountID]).self
        ).map { GroupSummary(id: $0.0, name: $0.1, members: Set($0.2)) }
    }
}
