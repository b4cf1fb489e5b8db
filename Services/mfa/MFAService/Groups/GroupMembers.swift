import IdentityContract
import Messaging
import Outbox
import Postgres
import ProfileContract
import ServiceRuntime

/// Who is in which group, kept as profile announces it: the policy goes by it.
enum GroupMembers {
    /// Takes over what profile tells of groups, once for all replicas.
    static func following(
        _ profile: MessageClient,
        in database: PostgresPool,
        log: Log
    ) -> DurableFollower<ProfileAnnouncement> {
        DurableFollower(
            of: profile,
            in: database,
            log: log,
            reset: { transaction in try await reset(in: transaction) },
            apply: { announcement, transaction in try await apply(announcement, in: transaction) }
        )
    }

    /// Forgets all, before a snapshot is applied in the same transaction; after it, all groups have been heard of.
    static func reset(in transaction: Transaction) async throws {
        try await transaction.run("DELETE FROM group_members")
        try await transaction.run("INSERT INTO groups_heard DEFAULT VALUES ON CONFLICT DO NOTHING")
    }

    static func apply(_ announcement: ProfileAnnouncement, in transaction: Transaction) async throws {
        switch announcement {
        case .groupChanged(let group, let members):
            try await transaction.run("DELETE FROM group_members WHERE group_id = \(group)")
            try await transaction.run(
                "INSERT INTO group_members (group_id, account) SELECT \(group), unnest(\(Array(members))::uuid[])"
            )
        case .groupRemoved(let group):
            try await transaction.run("DELETE FROM group_members WHERE group_id = \(group)")
        case .profileChanged:
            break
        }
    }
}
