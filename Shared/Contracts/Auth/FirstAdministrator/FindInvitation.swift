public import Foundation
public import Messaging

/// Looks whether an invitation is still good, which changes nothing.
public struct FindInvitation: Request {
    public static let subject: Subject = "auth.find-invitation.v1"
    public static let effect = Effect.reads

    public var invitation: InvitationToken

    public init(invitation: InvitationToken) {
        self.invitation = invitation
    }

    public struct Reply: Codable, Sendable, Hashable {
        public var expiresAt: Date

        public init(expiresAt: Date) {
            self.expiresAt = expiresAt
        }
    }

    public enum Refusal: String, RefusalReason, CaseIterable {
        /// Unknown, used, replaced by a newer one, tried too often, or too old; or there is an administrator by now.
        case invitationGone
    }
}
