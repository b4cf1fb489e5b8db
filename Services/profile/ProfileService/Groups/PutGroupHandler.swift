import Foundation
import Messaging
import Outbox
import Postgres
import ProfileContract
import ServiceRuntime

/// Makes a group, or sets the members of the one of that name.
struct PutGroupHandler: RequestHandler {
    let groups: GroupStore
    let answers: RememberedAnswers
    let outbox: Outbox<ProfileAnnouncement>
    let clock: any WallClock

    /// The most members of a group: one announcement names them all, and a message holds so many.
    static let mostMembers = 10_000
    static let longestName = 100

    func handle(_ request: PutGroup, _ context: RequestContext) async throws -> PutGroup.Reply {
        guard let name = try? FieldRule.acceptable(request.name, for: .department), !name.isEmpty,
            name.count <= Self.longestName
        else { throw PutGroup.Refusal.nameNotAcceptable }
        guard request.members.count <= Self.mostMembers else { throw PutGroup.Refusal.tooManyMembers }
        let now = clock.now
        do {
            return try await answers.once(request, context) { transaction in
                guard let group = try await groups.lockedGroup(named: name, at: now, in: transaction) else {
                    return .refusal(.nameNotAcceptable)
                }
                let before = try await groups.members(of: group, in: transaction)
                if before != request.members {
                    try await groups.set(request.members, of: group, at: now, in: transaction)
                    try await outbox.announce(.groupChanged(group, members: request.members), in: transaction)
                }
                return .reply(PutGroup.Reply(group: group))
            }
        } catch {
            throw error.violates("group_members_account_fkey") ? PutGroup.Refusal.unknownMember : error
        }
    }
}
