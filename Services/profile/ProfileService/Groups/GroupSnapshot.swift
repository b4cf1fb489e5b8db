import IdentityContract
import Postgres
import ProfileContract
import ServiceRuntime

/// Tells all groups, in pages, as if each had just been announced.
struct GroupSnapshot: Sendable {
    /// Groups in a page: few, since one may have thousands of members and a page is one message.
    static let pageSize = 1

    let groups: GroupStore

    /// The announcements after `cursor`, a group's identifier, and where the next page goes on; none at the end.
    func page(
        after cursor: String?,
        in transaction: Transaction
    ) async throws -> (events: [ProfileAnnouncement], next: String?) {
        let found = try await groups.groups(
            after: cursor.flatMap { GroupID($0) },
            limit: Self.pageSize,
            in: transaction
        )
        let next = found.count < Self.pageSize ? nil : found.last?.id.description
        return (found.map { .groupChanged($0.id, members: $0.members) }, next)
    }
}
