public import Foundation
public import Messaging

/// Makes the link at which a portal's first administrator makes an account: an invitation, good once and for an hour.
///
/// There is one at a time: a newer one voids the one before. Once the portal has an administrator, there is none. The
/// gateway may ask too, where whoever runs the portal speaks from; `docs/decisions/` says why that gives nothing away.
public struct InviteFirstAdministrator: Request {
    public static let subject: Subject = "auth.invite-first-administrator.v1"
    public static let effect = Effect.changes

    public init() {}

    public struct Reply: Codable, Sendable {
        public var invitation: InvitationToken
        public var expiresAt: Date

        public init(invitation: InvitationToken, expiresAt: Date) {
            self.invitation = invitation
            self.expiresAt = expiresAt
        }
    }

    public enum Refusal: String, RefusalReason, CaseIterable {
        /// There is one, who may be suspended: others are made by administrators.
        case administratorExists
    }
}
