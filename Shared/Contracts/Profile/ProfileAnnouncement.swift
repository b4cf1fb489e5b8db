public import IdentityContract
public import Messaging

/// What profile tells everyone.
public enum ProfileAnnouncement: Announcement, Hashable {
    public static let service: CallerName = .profile

    /// Who is in this group now.
    case groupChanged(GroupID, members: Set<AccountID>)
    /// The group is gone.
    case groupRemoved(GroupID)
    /// Somebody's profile changed.
    case profileChanged(AccountID)
}
