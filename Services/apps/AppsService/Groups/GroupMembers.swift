import AppsContract
import IdentityContract
import Messaging
import Outbox
import Postgres
import ProfileContract
import ServiceRuntime

/// Who is in which group, kept as profile announces it: assignments go by it.
struct GroupMembers {
    let outbox: Outbox<AppsAnnouncement>

    /// Takes over what profile tells of groups, once for all replicas.
    func following(_ profile: MessageClient, in database: PostgresPool, log: Log) -> DurableFollower<
        ProfileAnnouncement
    > {
        DurableFollower(
            of: profile,
            in: database,
            log: log,
            reset: { transaction in try await reset(in: transaction) },
            apply: { announcement, transaction in try await apply(announcement, in: transaction) }
        )
    }

    /// Forgets all, before a snapshot is applied.
    ///
    /// The snapshot tells nothing of a group that is gone meanwhile, so whoever drew tiles by it is told here.
    func reset(in transaction: Transaction) async throws {
        guard try await transaction.run("DELETE FROM group_members") > 0 else { return }
        try await outbox.announce(.catalogueChanged, in: transaction)
    }

    func apply(_ announcement: ProfileAnnouncement, in transaction: Transaction) async throws {
        switch announcement {
        case .groupChanged(let group, let members):
            try await transaction.run("DELETE FROM group_members WHERE group_id = \(group)")
            try await transaction.run(
                "INSERT INTO group_members (group_id, account) SELECT \(group), unnest(\(Array(members))::uuid[])"
            )
            try await outbox.announce(.catalogueChanged, in: transaction)
        case .groupRemoved(let group):
            try await transaction.run("DELETE FROM group_members WHERE group_id = \(group)")
            try await outbox.announce(.catalogueChanged, in: transaction)
        case .profileChanged:
            break
        }
    }
}
