public import IdentityContract
public import Messaging

/// What auth tells everyone.
public enum AuthAnnouncement: Announcement, Hashable {
    public static let service: CallerName = .auth

    /// These sessions ended: by log-out, a password change, a suspension or their age.
    case sessionsEnded([SessionID])
    /// The password of this account was changed.
    case passwordChanged(AccountID)
    /// The account may no longer be used; its sessions are announced apart.
    case accountSuspended(AccountID)
    /// The account may be used (again).
    case accountActivated(AccountID)

    /// The sessions that this tells to have ended.
    public var endedSessions: [SessionID] {
        if case .sessionsEnded(let sessions) = self { sessions } else { [] }
    }
}
